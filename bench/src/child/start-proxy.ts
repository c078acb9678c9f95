import { Member } from '../core/member.js';
import type { DelayProxySpec } from './spec.js';

/** A delay proxy in a process of its own; it ends with this one. */
export async function startProxy(
  target: string,
  delayMs: number,
): Promise<{ readonly address: string; close(): void }> {
  const spec: DelayProxySpec = { kind: 'delay-proxy', target, delayMs };
  const member = new Member({
    name: 'the delay proxy',
    command: process.execPath,
    args: [process.argv[1] as string, JSON.stringify(spec)],
    env: {},
  });
  const { address } = await member.expect('address', 60_000);
  member.tell({ type: 'peers' });
  await member.expect('ready', 60_000);
  return { address: String(address), close: () => void member.close() };
}
