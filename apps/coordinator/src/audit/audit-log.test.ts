import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditLine } from '@ringmaster/contracts';
import { systemClock } from '@ringmaster/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createJobFeed } from '../jobs/job-feed.js';
import { createAuditLog } from './audit-log.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'rm-audit-'))));
afterEach(() => rmSync(directory, { recursive: true }));

const open = () => createAuditLog(createJobFeed(directory, () => undefined, { clock: systemClock }));
const begin: AuditLine = {
  ...{ type: 'begin', attempt: 1, generation: '1.1.x', step: 0, world: 2 },
  ...{ samples: 10, datasetHash: 'h', fingerprint: {} },
};
const step = (number: number): AuditLine => ({
  ...{ type: 'step', attempt: 1, generation: '1.1.x', step: number, epoch: 0, applied: true, loss: 1 },
  shards: [[5, '00'.repeat(8)]],
});
const steps = (...numbers: number[]) => numbers.map(step);
const file = () => join(directory, 'job-a', 'audit.jsonl');
const written = () =>
  readFileSync(file(), 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as AuditLine)
    .map((line) => (line.type === 'begin' ? `${line.attempt} begin` : `${line.attempt} ${line.step}`));

it('writes a step once, whoever reports it, and takes from one rank what another did not deliver', async () => {
  const log = open();
  await Promise.all([
    log.append('job-a', 1, [begin, ...steps(1, 2)]),
    log.append('job-a', 1, [begin, ...steps(1, 2, 3)]),
    log.append('job-a', 1, steps(6, 7)),
    log.append('job-a', 1, steps(4, 5, 6, 7, 8)),
  ]);
  expect(written()).toEqual(['1 begin', '1 1', '1 2', '1 3', '1 6', '1 7', '1 4', '1 5', '1 8']);
});

it('keeps the lines of attempts apart', async () => {
  const log = open();
  await log.append('job-a', 1, steps(1, 2));
  await log.append('job-a', 2, [begin, ...steps(2, 3)]);
  expect(written()).toEqual(['1 1', '1 2', '2 begin', '2 2', '2 3']);
});

it('a new coordinator goes on: what was written is not written again, half a line is not a line', async () => {
  await open().append('job-a', 1, [begin, ...steps(1, 2)]);
  appendFileSync(file(), '{"type":"step","att');
  const log = open();
  await log.append('job-a', 1, [begin, ...steps(1, 2, 3)]);
  const lines = readFileSync(file(), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(5);
  expect(JSON.parse(lines[4] ?? '')).toMatchObject({ step: 3 });
});
