import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLogMirror } from './log-mirror.js';

let directory: string;
beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'rm-mirror-'))));
afterEach(() => rm(directory, { recursive: true, force: true }));

const file = (jobId: string) => join(directory, `${jobId}.jsonl`);
const line = (jobId: string, seq: number, data: object = {}) =>
  JSON.stringify({ epoch: 1, event: { jobId, seq, type: 'test', at: '2026-01-01T00:00:00.000Z', data } });
const batches = async () => (await readdir(directory)).filter((name) => name.startsWith('.batch-'));

async function loaded(): Promise<Record<string, readonly number[]>> {
  const logs = await (await openLogMirror(directory)).load();
  return Object.fromEntries(
    [...logs].map(([jobId, { records }]) => [jobId, records.map(({ event }) => event.seq)]),
  );
}

/** A mirror on which two jobs have been appended to at once, twice. */
async function grown() {
  const mirror = await openLogMirror(directory);
  await mirror.load();
  for (const seq of [0, 1])
    await mirror.append([
      { jobId: 'job-a', lines: [line('job-a', seq)] },
      { jobId: 'job-b', lines: [line('job-b', seq)] },
    ]);
  return mirror;
}
const BOTH = { 'job-a': [0, 1], 'job-b': [0, 1] };

describe('appends to several logs at once', () => {
  it('are in the files of the jobs, and in one batch file until the next start', async () => {
    await grown();
    expect(await readFile(file('job-a'), 'utf8')).toBe(`${line('job-a', 0)}\n${line('job-a', 1)}\n`);
    expect(await batches()).toHaveLength(1);
    expect(await loaded()).toEqual(BOTH);
    expect(await batches()).toEqual([]);
  });

  it.each([
    ['a file that is not there', () => rm(file('job-b'))],
    ['a file cut in a line', () => truncate(file('job-b'), 30)],
    ['a file of zeros', () => writeFile(file('job-b'), Buffer.alloc(300))],
    [
      'zeros behind the first line',
      () =>
        truncate(file('job-b'), line('job-b', 0).length + 1).then(() =>
          appendFile(file('job-b'), Buffer.alloc(99)),
        ),
    ],
  ])('are written again after a loss of power that left %s', async (_what, lose) => {
    await grown();
    await lose();
    expect(await loaded()).toEqual(BOTH);
  });

  it('keep what was appended to one of them afterwards', async () => {
    const mirror = await grown();
    await mirror.append([{ jobId: 'job-b', lines: [line('job-b', 2)] }]);
    expect(await loaded()).toEqual({ ...BOTH, 'job-b': [0, 1, 2] });
  });

  it('are none when the batch was not written whole', async () => {
    const mirror = await grown();
    const full = () => {
      throw new Error('no space');
    };
    const more = (data: object) => [
      { jobId: 'job-a', lines: [line('job-a', 2, data)] },
      { jobId: 'job-c', lines: [line('job-c', 0, data)] },
    ];
    await expect(mirror.append(more({ try: 1 }), full)).rejects.toThrow('no space');
    expect(await loaded()).toEqual(BOTH);
  });

  it('go on after one that failed', async () => {
    const mirror = await grown();
    const full = () => {
      throw new Error('no space');
    };
    const more = [
      { jobId: 'job-a', lines: [line('job-a', 2)] },
      { jobId: 'job-c', lines: [line('job-c', 0)] },
    ];
    await expect(mirror.append(more, full)).rejects.toThrow('no space');
    await mirror.append(more);
    expect(await loaded()).toEqual({ 'job-a': [0, 1, 2], 'job-b': [0, 1], 'job-c': [0] });
  });

  it('ignore half a line at the end of a batch', async () => {
    await grown();
    const [name = ''] = await batches();
    await appendFile(join(directory, name), '["job-a",9');
    expect(await loaded()).toEqual(BOTH);
  });

  it('can be followed by more in the same process after the log was read again', async () => {
    const mirror = await grown();
    await mirror.load();
    await mirror.append([
      { jobId: 'job-a', lines: [line('job-a', 2)] },
      { jobId: 'job-b', lines: [line('job-b', 2)] },
    ]);
    await rm(file('job-a'));
    await mirror.load();
    // The first two were synced before their batch went; nothing can bring back a file that was removed afterwards.
    expect(await loaded()).toEqual({ 'job-b': [0, 1, 2] });
  });
});
