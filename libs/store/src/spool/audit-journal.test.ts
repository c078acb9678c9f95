import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditJournal } from './audit-journal.js';
import { checkpointSpool } from './checkpoint-spool.js';

let dir: string;
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'rm-journal-'))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const of = (batch: number, rank = 0) => ({ jobId: 'job-a', attempt: 1, rank, batch });

it('has what was written, of each rank in its order, until it is removed; the spool does not take it for a checkpoint', async () => {
  const journal = auditJournal({ dir });
  expect(await journal.batches(Date.now())).toEqual([]);
  for (const batch of [2, 10, 1]) journal.write(of(batch), [`{"step":${batch}}`, '{}']);
  journal.write(of(1, 1), ['{}']);
  const again = auditJournal({ dir });
  expect(await again.batches(Date.now())).toEqual([of(1), of(2), of(10), of(1, 1)]);
  expect(await again.read(of(10))).toEqual(['{"step":10}', '{}']);
  await again.remove(of(10));
  await again.remove(of(10));
  expect([await again.read(of(10)), (await again.batches(Date.now())).length]).toEqual([undefined, 3]);
  expect(await checkpointSpool({ dir }).entries(Date.now())).toEqual({
    ...{ entries: [], removed: [], problems: [] },
  });
});

it('takes nothing for a batch that was cut short or is none, and forgets what is too old', async () => {
  const journal = auditJournal({ dir });
  journal.write(of(1), ['{}']);
  journal.write(of(2), ['{}']);
  const place = join(dir, '.audit');
  for (const name of ['job-a.1.0.3.jsonl.tmp', '..jsonl', 'notes']) await writeFile(join(place, name), 'x');
  const old = (Date.now() - LIMITS.spoolKeepMs) / 1_000 - 60;
  await utimes(join(place, 'job-a.1.0.1.jsonl'), old, old);
  expect(await journal.batches(Date.now())).toEqual([of(2)]);
  expect(await readdir(place)).not.toContain('job-a.1.0.1.jsonl');
});

it('says why it cannot write', async () => {
  await writeFile(join(dir, '.audit'), 'in the way');
  expect(() => auditJournal({ dir }).write(of(1), ['{}'])).toThrow(/writing .*job-a\.1\.0\.1\.jsonl/);
});
