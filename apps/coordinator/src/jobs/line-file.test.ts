import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LIMITS } from '@ringmaster/contracts';
import { systemClock } from '@ringmaster/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feedText } from '../http/feed-text.js';
import { createJobFeed } from './job-feed.js';
import { closeLastLine, type Tail, tailOf, withFile } from './line-file.js';

let dir = '';
let file = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rm-lines-'));
  file = join(dir, 'lines.jsonl');
});
afterEach(() => rm(dir, { recursive: true }));

const tail = (count: number): Promise<Tail> =>
  withFile(file, (opened) => tailOf(opened, count), { offset: -1, lines: -1 });
const textOf = (lines: readonly unknown[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

describe('the last lines of a file', () => {
  it('begin where they begin, however many blocks there are', async () => {
    const lines = Array.from({ length: 3_000 }, (_, index) => ({ index, text: 'ä'.repeat(index % 400) }));
    await writeFile(file, textOf(lines));
    for (const count of [0, 1, 2, 700, 2_999, 3_000, 5_000]) {
      const last = count === 0 ? [] : lines.slice(-count);
      const whole = Buffer.byteLength(textOf(lines));
      expect(await tail(count)).toEqual({
        offset: whole - Buffer.byteLength(textOf(last)),
        lines: last.length,
      });
    }
  });

  it('are whole lines: what was cut short, and what is too long to be ours, is not counted', async () => {
    await writeFile(file, textOf([1]));
    await appendFile(file, `"${'x'.repeat(2 * LIMITS.followChunkBytes)}"\n`);
    await appendFile(file, `{"torn":\n${textOf([2, 3])}{"being writ`);
    const behind = '{"being writ'.length;
    const { length } = Buffer.from(textOf([3]));
    expect(await tail(1)).toMatchObject({ lines: 1 });
    const [one, all] = [await tail(1), await tail(9)];
    expect(one.offset).toBe((await sizeOf()) - behind - length);
    expect(all).toEqual({ offset: 0, lines: 3 });
  });

  it('are none of an empty file, and a file that was cut short is closed once', async () => {
    await writeFile(file, '');
    expect(await tail(5)).toEqual({ offset: 0, lines: 0 });
    await writeFile(file, '{"torn":');
    await closeLastLine(file);
    await closeLastLine(file);
    expect(await sizeOf()).toBe('{"torn":\n'.length);
  });
});

describe('lines of a job as text', () => {
  const LINES = 4_000;
  const line = (index: number): string => JSON.stringify({ index, text: 'x'.repeat(8_000) });

  it('hold one piece in memory, whatever tail is asked for', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const used = (): number => {
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const feed = createJobFeed(dir, () => undefined, { clock: systemClock });
    for (let from = 0; from < LINES; from += 100)
      await feed.append(
        'job-a',
        'log',
        Array.from({ length: 100 }, (_, each) => line(from + each)),
      );

    const before = used();
    const pieces = feedText(feed, { jobId: 'job-a', kind: 'log', tail: LIMITS.tailLines });
    const first = await pieces.next();
    expect(String(first.value).length).toBeLessThanOrEqual(LIMITS.followChunkBytes);
    expect(used() - before).toBeLessThan(8 * 1024 * 1024);
    let count = String(first.value).split('\n').length - 1;
    for await (const piece of pieces) count += piece.split('\n').length - 1;
    expect(count).toBe(LINES);
  });

  it('are no more than asked for, also while others are written', async () => {
    const feed = createJobFeed(dir, () => undefined, { clock: systemClock });
    await feed.append('job-a', 'log', ['1', '2', '3']);
    const reading = { ...feed, tail: feed.tail };
    reading.tail = async (...asked) => {
      const offset = await feed.tail(...asked);
      await feed.append('job-a', 'log', ['4']);
      return offset;
    };
    const texts: string[] = [];
    for await (const text of feedText(reading, { jobId: 'job-a', kind: 'log', tail: 2 })) texts.push(text);
    expect(texts).toEqual(['2\n3\n']);
  });
});

const sizeOf = (): Promise<number> => withFile(file, async (opened) => (await opened.stat()).size, -1);
