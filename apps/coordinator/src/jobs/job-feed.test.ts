import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogLine } from '@ringmaster/contracts';
import { systemClock } from '@ringmaster/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createJobFeed } from './job-feed.js';

let dir = '';
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'rm-feed-'))));
afterEach(() => rm(dir, { recursive: true }));

const open = () => createJobFeed(dir, () => undefined, { clock: systemClock, logBytes: 500 });
const line = (message: string): string =>
  JSON.stringify({ at: '2026-01-01T00:00:00.000Z', source: 'rank 0', level: 'info', message });
const written = async (name: string): Promise<readonly string[]> =>
  (await readFile(join(dir, 'job-a', name), 'utf8')).split('\n').slice(0, -1);

it('a log that is full says so once, also after a restart, and takes no more', async () => {
  const feed = open();
  await feed.append('job-a', 'log', [line('first')]);
  await Promise.all(
    Array.from({ length: 50 }, (_, each) => feed.append('job-a', 'log', [line(`more ${each}`)])),
  );
  const next = open();
  await next.append('job-a', 'log', [line('after the restart')]);
  const lines = (await written('logs.jsonl')).map((text) => LogLine.parse(JSON.parse(text)));
  expect(lines.at(-1)).toMatchObject({ source: 'coordinator', level: 'error' });
  expect(lines.at(-1)?.message).toMatch(/reached 500 bytes .*jobLogBytes/);
  expect(lines.filter(({ source }) => source === 'coordinator')).toHaveLength(1);
  expect(lines[0]?.message).toBe('first');
  expect(lines.length).toBeLessThan(10);
});

it('metrics and the audit log are never cut', async () => {
  const feed = open();
  for (let each = 0; each < 50; each++) await feed.append('job-a', 'metric', [line('loss')]);
  expect(await written('metrics.jsonl')).toHaveLength(50);
});
