import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DataStore, openDataStore } from './data-store.js';

const bytesOf = (text: string) => Buffer.from(text);
const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const file = (name: string, text: string) => ({ name, bytes: text.length, sha256: sha(text) });
async function* body(...parts: readonly string[]) {
  for (const part of parts) yield bytesOf(part);
}
async function* breaking(text: string): AsyncGenerator<Uint8Array> {
  yield bytesOf(text);
  throw new Error('the connection broke');
}

let root: string;
let store: DataStore;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rm-data-store-'));
  store = await openDataStore(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const put = (text: string, offset = 0, parts: readonly string[] = [text.slice(offset)]) =>
  store.putPiece({ sha256: sha(text), bytes: text.length, offset }, body(...parts));
const textOf = async (sha256: string, offset = 0) => {
  const parts: Buffer[] = [];
  for await (const part of (await store.read(sha256, offset)).stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
};

describe('contents', () => {
  it('are there when whole, from any byte on', async () => {
    expect(await put('hello', 0, ['he', 'llo'])).toMatchObject({ offset: 5 });
    expect([await textOf(sha('hello')), await textOf(sha('hello'), 3)]).toEqual(['hello', 'lo']);
    expect(await put('')).toMatchObject({ offset: 0 });
    expect(await textOf(sha(''))).toBe('');
  });

  it('go on where a piece ended or broke off, also in the next process', async () => {
    const files = [file('a', 'hello world')];
    expect(await put('hello world', 0, ['hello'])).toMatchObject({ offset: 5 });
    const sha256 = sha('hello world');
    await expect(store.putPiece({ sha256, bytes: 11, offset: 5 }, breaking(' wo'))).rejects.toThrow('broke');
    await expect(store.read(sha256, 0)).rejects.toMatchObject({ code: 'not_found' });
    store = await openDataStore(root);
    expect(await store.missing(files)).toEqual([{ sha256, bytes: 11, offset: 8 }]);
    await expect(put('hello world', 5)).rejects.toMatchObject({ code: 'conflict', details: { offset: 8 } });
    await put('hello world', 8);
    expect(await store.missing(files)).toEqual([]);
    expect(await textOf(sha256)).toBe('hello world');
  });

  it('of two senders at once are whole', async () => {
    const text = 'x'.repeat(100);
    const outcomes = await Promise.allSettled([put(text, 0, [text.slice(0, 60)]), put(text)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await put(text, 60);
    expect(await textOf(sha(text))).toBe(text);
  });

  it.each([
    [
      'another content than announced',
      { sha256: sha('right'), bytes: 5, offset: 0 },
      'wrong',
      'artifact_corrupt',
    ],
    ['more than announced', { sha256: sha('abc'), bytes: 3, offset: 0 }, 'abcd', 'invalid'],
    ['a path for a hash', { sha256: '../../../etc/passwd', bytes: 3, offset: 0 }, 'abc', 'invalid'],
  ])('refuse %s', async (_what, piece, text, code) => {
    await expect(store.putPiece(piece, body(text))).rejects.toMatchObject({ code });
    expect(await readdir(join(root, 'contents')).catch(() => [])).toEqual([]);
  });
});

describe('data sets', () => {
  const AT = '2026-01-01T00:00:00.000Z';
  it('appear whole, the newest version first, and stay after a restart', async () => {
    const [v1, v2] = [[file('a.csv', 'one')], [file('a.csv', 'two'), file('b.csv', 'one')]];
    await expect(store.publish('petals', v1, AT)).rejects.toMatchObject({ code: 'conflict' });
    expect(store.all()).toEqual([]);
    await put('one');
    await put('two');
    const first = await store.publish('petals', v1, AT);
    const second = await store.publish('petals', v2, AT);
    expect([first.created, second.created]).toEqual([true, true]);
    expect((await store.publish('petals', v2, AT)).created).toBe(false);
    store = await openDataStore(root);
    expect(store.versions('petals').map(({ hash }) => hash)).toEqual([second.set.hash, first.set.hash]);
    expect(await store.manifest('petals', first.set.hash.slice(0, 12))).toMatchObject({ files: v1 });
    // What was registered before becomes the newest again.
    expect((await store.publish('petals', v1, AT)).created).toBe(true);
    expect(store.versions('petals')).toHaveLength(2);
    expect(store.versions('petals')[0]?.hash).toBe(first.set.hash);
  });

  it('leave with the contents that nothing else needs, unless somebody objects', async () => {
    await put('one');
    await put('two');
    const { set } = await store.publish('petals', [file('a', 'one'), file('b', 'two')], AT);
    await store.publish('stones', [file('c', 'one')], AT);
    const refuse = () => {
      throw new Error('in use');
    };
    await expect(store.remove([set], refuse)).rejects.toThrow('in use');
    expect(store.versions('petals')).toHaveLength(1);
    await store.remove([set], () => undefined);
    expect(store.all().map(({ name }) => name)).toEqual(['stones']);
    expect(await textOf(sha('one'))).toBe('one');
    await expect(store.read(sha('two'), 0)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('name a damaged index', async () => {
    await writeFile(join(root, 'index.json'), '{"version":1,"sets":[{}]}');
    await expect(openDataStore(root)).rejects.toMatchObject({ code: 'artifact_corrupt' });
    expect(await readFile(join(root, 'index.json'), 'utf8')).toContain('{}');
  });
});
