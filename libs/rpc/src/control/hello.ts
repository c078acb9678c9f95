import { LIMITS, type wire } from '@ringmaster/contracts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** What is wrong with an agent's Hello, for people; undefined when it may come in. */
export function checkHello(hello: wire.v1.Hello): string | undefined {
  if (!NAME.test(hello.agentId)) return 'agent_id must be 1–128 of letters, digits, ".", "_", ":" and "-"';
  if (hello.name.length > 256 || hello.host.length > 256) return 'name or host is longer than 256 characters';
  if (hello.slots.length > LIMITS.agentSlots) return `more than ${LIMITS.agentSlots} slots`;
  if (hello.dataSets.length > LIMITS.dataSetVersions) return `more than ${LIMITS.dataSetVersions} data sets`;
  const numbers = new Set(hello.slots.map((slot) => slot.slot ?? 0));
  if (numbers.size !== hello.slots.length) return 'two slots have the same number';
  const foreign = hello.slots.find((slot) => slot.device !== 'cpu' && slot.device !== 'gpu');
  return foreign && `slot ${foreign.slot ?? 0} has the unknown device "${foreign.device ?? ''}"`;
}
