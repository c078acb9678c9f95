import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger, systemClock, TrainError } from '@ringmaster/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCachedDataSet } from './data-cache.js';

const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const set = (name: string, ...texts: readonly string[]) => ({
  name,
  hash: sha(name),
  files: texts.map((text, i) => ({ name: `${i}.txt`, bytes: text.length, sha256: sha(text) })),
});

let directory: string;
const fetched: { sha256: string; offset: number }[] = [];
const remote = new Map<string, string>();
/** Bytes after which the next fetch breaks off. */
let breaksAfter: number | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rm-data-cache-'));
  fetched.length = 0;
  remote.clear();
  breaksAfter = undefined;
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function* fetchContent(sha256: string, offset: number): AsyncGenerator<Uint8Array> {
  fetched.push({ sha256, offset });
  const rest = (remote.get(sha256) ?? '').slice(offset);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const end = breaksAfter;
  breaksAfter = undefined;
  yield Buffer.from(rest.slice(0, end));
  if (end !== undefined) throw new TrainError('unavailable', 'the connection broke');
}
function open(manifest: ReturnType<typeof set>, texts: readonly string[], capBytes = 1_000) {
  for (const text of texts) remote.set(sha(text), text);
  return openCachedDataSet({
    ...{ directory, capBytes, manifest, fetch: fetchContent },
    signal: new AbortController().signal,
    clock: systemClock,
    logger: silentLogger,
  });
}
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const kept = async () => new Set(await readdir(join(directory, 'contents')));
/** Uses it once, as a job would, at a time of the past. */
async function useOnce(name: string, content: string, { capBytes = 1_000, minutesAgo = 0 } = {}) {
  const manifest = set(name, content);
  const opened = await open(manifest, [content], capBytes);
  await opened.read('0.txt');
  await opened.close();
  const at = new Date(Date.now() - minutesAgo * 60_000);
  await utimes(join(directory, 'sets', `${manifest.hash}.json`), at, at);
}

describe('the cache of data sets', () => {
  it('fetches each content once, for all who ask at the same time and later', async () => {
    const texts = ['first', 'second', 'first'];
    const both = await Promise.all([open(set('a', ...texts), texts), open(set('a', ...texts), texts)]);
    await Promise.all(both.map((each) => each.prepare(['0.txt', '1.txt', '2.txt'])));
    expect(fetched.map(({ sha256 }) => sha256).sort()).toEqual([sha('first'), sha('second')].sort());
    expect(text(await both[0].read('2.txt'))).toBe('first');
    await Promise.all(both.map((each) => each.close()));
    await useOnce('b', 'first');
    expect(fetched).toHaveLength(2);
  });

  it('goes on with a fetch that broke off', async () => {
    breaksAfter = 4;
    const opened = await open(set('a', '0123456789'), ['0123456789']);
    expect(text(await opened.read('0.txt'))).toBe('0123456789');
    expect(fetched.map(({ offset }) => offset)).toEqual([0, 4]);
  });

  it('begins again when what lay there was something else, once', async () => {
    const opened = await open(set('a', '0123456789'), ['0123456789']);
    await writeFile(join(directory, 'parts', sha('0123456789')), 'xxxx');
    expect(text(await opened.read('0.txt'))).toBe('0123456789');
    expect(fetched.map(({ offset }) => offset)).toEqual([4, 0]);
    const lying = await open(set('b', 'abc'), []);
    remote.set(sha('abc'), 'abd');
    await expect(lying.read('0.txt')).rejects.toMatchObject({ code: 'artifact_corrupt' });
    expect(await kept()).toEqual(new Set([sha('0123456789')]));
  });

  it('finds a damaged content by its hash and fetches it again', async () => {
    const opened = await open(set('a', 'whole'), ['whole']);
    await opened.read('0.txt');
    await writeFile(join(directory, 'contents', sha('whole')), 'whale');
    expect(text(await opened.read('0.txt'))).toBe('whole');
    expect(fetched).toHaveLength(2);
  });

  it('gives a file to be read by position, compared like any other', async () => {
    const opened = await open(set('a', 'whole'), ['whole']);
    await opened.prepare(['0.txt']);
    await writeFile(join(directory, 'contents', sha('whole')), 'whale');
    const view = await opened.view('0.txt');
    const into = new Uint8Array(2);
    view.readAt(1, into);
    expect([text(into), await view.sha256(), fetched.length]).toEqual(['ho', sha('whole'), 2]);
    view.close();
    await expect(opened.view('no.txt')).rejects.toThrow('holds no file no.txt');
  });

  it('names what a set does not hold', async () => {
    const opened = await open(set('a', 'x'), ['x']);
    await expect(opened.read('no.txt')).rejects.toThrow('holds no file no.txt; it holds 0.txt');
  });

  it('lets the sets go that were not used for longest, as many as it must', async () => {
    await useOnce('old', 'o'.repeat(40), { minutesAgo: 30 });
    await useOnce('older', 'p'.repeat(40), { minutesAgo: 60 });
    await useOnce('new', 'n'.repeat(40), { capBytes: 100 });
    expect(await kept()).toEqual(new Set([sha('o'.repeat(40)), sha('n'.repeat(40))]));
    await useOnce('newest', 'm'.repeat(90), { capBytes: 100 });
    expect(await kept()).toEqual(new Set([sha('m'.repeat(90))]));
  });

  it('never lets a set go that is in use, except one whose process died', async () => {
    const opened = await open(set('used', 'u'.repeat(60)), ['u'.repeat(60)], 100);
    await opened.read('0.txt');
    await expect(useOnce('other', 'v'.repeat(60), { capBytes: 100 })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('sets in use') as string,
    });
    expect(await kept()).toEqual(new Set([sha('u'.repeat(60))]));
    await opened.close();
    for (const name of await readdir(join(directory, 'uses'))) await rm(join(directory, 'uses', name));
    const dead = { pid: 2 ** 22 + 1, startedAt: '1', hash: sha('used'), bytes: 60 };
    await writeFile(join(directory, 'uses', 'dead.json'), JSON.stringify(dead));
    await useOnce('other', 'v'.repeat(60), { capBytes: 100 });
    expect(await kept()).toEqual(new Set([sha('v'.repeat(60))]));
  });

  it('says when a set can never fit', async () => {
    await expect(useOnce('big', 'b'.repeat(101), { capBytes: 100 })).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('--data-cache') as string,
    });
  });
});
