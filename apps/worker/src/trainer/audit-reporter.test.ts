import { AuditLine, LIMITS } from '@ringmaster/contracts';
import { silentLogger, systemClock, TrainError } from '@ringmaster/core';
import { expect, it } from 'vitest';
import type { FromTrainer } from '../ipc/messages.js';
import { createAuditReporter } from './audit-reporter.js';

function reporter(keep: (batch: number) => void = () => undefined) {
  const said: FromTrainer[] = [];
  const warnings: string[] = [];
  const audit = createAuditReporter({
    begin: {
      ...{ attempt: 2, generation: '1.2.x', step: 7, world: 2 },
      ...{ samples: 100, datasetHash: 'h', fingerprint: { backend: 'cpu' } },
    },
    channel: {
      say: (message) => void said.push(message),
      sayLast: async () => undefined,
      onMessage: () => undefined,
      onClosed: () => undefined,
    },
    keep,
    clock: systemClock,
    logger: { ...silentLogger, warn: (message) => void warnings.push(message) },
  });
  return {
    audit,
    said,
    warnings,
    lines: () => said.map((message) => (message.type === 'audit' ? message.lines : [])),
  };
}

const event = (step: number, shards = 2) => ({
  ...{ step, epoch: 0, isApplied: false, loss: NaN },
  shards: Array.from({ length: shards }, (_, shard) => ({ count: 5, digest: BigInt(shard) })),
});

it('gathers lines until it is told to hand them on, and says how it began first', () => {
  const { audit, lines } = reporter();
  audit.add(event(8));
  audit.add(event(9));
  expect(lines()).toEqual([]);
  audit.flush();
  audit.flush();
  const [batch = []] = lines();
  expect(lines()).toHaveLength(1);
  expect(batch.map((line) => `${line.type} ${line.step}`)).toEqual(['begin 7', 'step 8', 'step 9']);
  for (const line of batch) expect(AuditLine.parse(JSON.parse(JSON.stringify(line)))).toEqual(line);
  expect(batch[1]).toMatchObject({
    loss: 'NaN',
    applied: false,
    shards: [
      [5, '0'.repeat(16)],
      [5, '0'.repeat(15) + '1'],
    ],
  });
});

it('hands on a large batch at once', () => {
  const { audit, lines } = reporter();
  for (let step = 8; lines().length === 0; step++) audit.add(event(step, LIMITS.shards));
  expect(JSON.stringify(lines()[0]).length).toBeLessThan(2 * LIMITS.auditBatchBytes);
  audit.flush();
});

it("says when the steps are another generation's", () => {
  const { audit, lines } = reporter();
  audit.add(event(8));
  audit.enter('1.3.x', 1);
  audit.add(event(9));
  audit.flush();
  expect(lines().flat()).toMatchObject([
    { type: 'begin', generation: '1.2.x', step: 7, world: 2 },
    { type: 'step', generation: '1.2.x', step: 8 },
    { type: 'begin', generation: '1.3.x', step: 8, world: 1, samples: 100 },
    { type: 'step', generation: '1.3.x', step: 9 },
  ]);
});

it('keeps a batch before it says it, by its number; a disk that takes none ends nothing', () => {
  const order: string[] = [];
  let isFull = false;
  const { audit, said, warnings } = reporter((batch) => {
    if (isFull) throw new TrainError('disk_full', 'no room');
    order.push(`kept ${batch} after ${said.length} were said`);
  });
  for (const step of [8, 9]) {
    audit.add(event(step));
    audit.flush();
  }
  expect(order).toEqual(['kept 1 after 0 were said', 'kept 2 after 1 were said']);
  isFull = true;
  for (const step of [10, 11]) {
    audit.add(event(step));
    audit.flush();
  }
  expect(said.map((message) => message.type === 'audit' && message.batch)).toEqual([
    1,
    2,
    undefined,
    undefined,
  ]);
  expect(warnings).toEqual([expect.stringContaining('no room')]);
});
