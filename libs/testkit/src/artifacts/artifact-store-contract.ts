import { type ArtifactStore, sha256Hex } from '@ringmaster/training';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** A store under test, empty. */
export interface ArtifactStoreSubject {
  readonly store: ArtifactStore;
  close?(): void | Promise<void>;
}

const JOB = 'job-aaaa';
const MIB = 1024 * 1024;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Bytes that differ from place to place, so that a piece out of order is seen. */
function pattern(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0, state = seed >>> 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

async function* pieces(bytes: Uint8Array, size: number, failAt = Infinity): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) {
    if (at >= failAt) throw new TypeError('the sender went away');
    yield bytes.subarray(at, at + size);
  }
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const all = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  chunks.reduce((at, chunk) => (all.set(chunk, at), at + chunk.byteLength), 0);
  return all;
}

const HOSTILE = ['../x', '/x', 'a/../b', '.hidden', 'a/.tmp/b', 'a//b', 'a b', 'a\\b', 'a\0', '', 'é'];

/** What every artifact store promises. */
export function artifactStoreContract(
  label: string,
  open: () => ArtifactStoreSubject | Promise<ArtifactStoreSubject>,
): void {
  describe(`artifact store contract: ${label}`, () => {
    let subject: ArtifactStoreSubject;
    let store: ArtifactStore;
    beforeEach(async () => {
      subject = await open();
      ({ store } = subject);
    });
    afterEach(async () => subject.close?.());

    const names = async (jobId = JOB, prefix?: string) =>
      (await store.list(jobId, prefix)).map(({ name }) => name);
    const contentOf = async (name: string, jobId = JOB) => bytesOf((await store.get(jobId, name)).stream);

    it('is empty at first', async () => {
      expect([await store.list(JOB), await store.sizes(JOB)]).toEqual([[], []]);
      await expect(store.get(JOB, 'model/x')).rejects.toMatchObject({ code: 'not_found' });
      expect([
        await store.remove(JOB, 'x'),
        await store.remove(JOB, 'x/'),
        await store.removeAll(JOB),
      ]).toEqual([false, false, false]);
    });

    it.each([
      ['nothing', 0],
      ['a little', 5],
      ['more than one part', 9 * MIB + 17],
    ])('gives back %s, byte for byte, whatever the pieces', async (_, length) => {
      const bytes = pattern(length, 1);
      const sha256 = await sha256Hex(bytes);
      const before = Date.now();
      const put = await store.put(JOB, 'model/a.bin', pieces(bytes, 70_001));
      const whole = await store.put(JOB, 'model/b.bin', bytes, { sha256: sha256.toUpperCase() });
      expect([put, whole]).toMatchObject([
        { name: 'model/a.bin', bytes: length, sha256 },
        { name: 'model/b.bin', bytes: length, sha256 },
      ]);
      const found = await store.get(JOB, 'model/a.bin');
      expect(found).toMatchObject({ name: 'model/a.bin', bytes: length, sha256 });
      expect((await sha256Hex(await bytesOf(found.stream))) === sha256).toBe(true);
      expect(await store.list(JOB)).toMatchObject([
        { name: 'model/a.bin', bytes: length, sha256 },
        { name: 'model/b.bin', bytes: length, sha256 },
      ]);
      const sizes = await store.sizes(JOB);
      expect(sizes.map(({ name, bytes: size }) => [name, size])).toEqual([
        ['model/a.bin', length],
        ['model/b.bin', length],
      ]);
      for (const { modifiedAt } of sizes)
        expect(Math.abs(Date.parse(modifiedAt) - before)).toBeLessThan(60_000);
    });

    it('publishes nothing of bytes that are not the announced ones, and keeps the old', async () => {
      await store.put(JOB, 'x', text('old'));
      const sha256 = 'f'.repeat(64);
      const large = pieces(pattern(9 * MIB, 2), MIB);
      for (const body of [text('new'), large])
        await expect(store.put(JOB, 'x', body, { sha256 })).rejects.toMatchObject({
          code: 'artifact_corrupt',
        });
      expect(await contentOf('x')).toEqual(text('old'));
      expect(await names()).toEqual(['x']);
    });

    it.each([
      ['a small body', 100, 10],
      ['a large body', 9 * MIB, 8 * MIB + 5],
    ])('publishes nothing of %s that breaks off', async (_, length, failAt) => {
      const body = pieces(pattern(length, 3), Math.ceil(length / 20), failAt);
      await expect(store.put(JOB, 'x', body)).rejects.toThrow('the sender went away');
      expect(await names()).toEqual([]);
    });

    it('publishes nothing when it is cancelled, at once or on the way', async () => {
      const stop = new AbortController();
      async function* cancelling() {
        yield text('first');
        stop.abort();
        yield text('second');
      }
      await expect(store.put(JOB, 'x', cancelling(), { signal: stop.signal })).rejects.toMatchObject({
        code: 'cancelled',
      });
      await expect(store.put(JOB, 'x', text('x'), { signal: stop.signal })).rejects.toMatchObject({
        code: 'cancelled',
      });
      expect(await names()).toEqual([]);
    });

    it('goes on giving the old bytes to whoever opened them', async () => {
      const old = pattern(3 * MIB, 4);
      await store.put(JOB, 'x', old);
      const opened = await store.get(JOB, 'x');
      await store.put(JOB, 'x', text('new'));
      expect((await sha256Hex(await bytesOf(opened.stream))) === (await sha256Hex(old))).toBe(true);
      expect(await contentOf('x')).toEqual(text('new'));
    });

    it('ends with one of two bodies that are stored under a name at once, whole', async () => {
      const bodies = [pattern(300_000, 5), pattern(200_000, 6)];
      await Promise.all(bodies.map((body) => store.put(JOB, 'x', pieces(body, 10_000))));
      const digests = await Promise.all(bodies.map((body) => sha256Hex(body)));
      expect(digests).toContain(await sha256Hex(await contentOf('x')));
      expect(digests).toContain((await store.list(JOB))[0]?.sha256);
    });

    it('lists by name and by prefix, and removes what it is told to alone', async () => {
      const all = [
        'checkpoints/step-00000001/a',
        'checkpoints/step-00000001/b',
        'logs.jsonl',
        'logs.jsonl-2',
      ];
      for (const name of all.toReversed()) await store.put(JOB, name, text(name));
      await store.put('job-aaaab', 'logs.jsonl', text('of another job'));
      expect(await names()).toEqual(all);
      expect(await names(JOB, 'checkpoints/')).toEqual(all.slice(0, 2));
      expect(await names(JOB, 'logs.jsonl')).toEqual(all.slice(2));
      expect(await store.remove(JOB, 'logs.jsonl')).toBe(true);
      expect(await store.remove(JOB, 'logs.jsonl')).toBe(false);
      expect(await store.remove(JOB, 'checkpoints/')).toBe(true);
      expect(await names()).toEqual(['logs.jsonl-2']);
      expect(await store.removeAll(JOB)).toBe(true);
      expect(await names()).toEqual([]);
      expect(await names('job-aaaab')).toEqual(['logs.jsonl']);
    });

    it('lists more artifacts than one answer of a server holds', async () => {
      const wanted = Array.from({ length: 12 }, (_, i) => `model/part-${String(i).padStart(3, '0')}`);
      await Promise.all(wanted.map((name) => store.put(JOB, name, text(name))));
      expect((await store.sizes(JOB)).map(({ name }) => name)).toEqual(wanted);
    });

    it.each(HOSTILE)('takes %j for no name', async (name) => {
      await expect(store.put(JOB, name, text('x'))).rejects.toMatchObject({ code: 'invalid' });
      await expect(store.get(JOB, name)).rejects.toMatchObject({ code: 'invalid' });
      await expect(store.remove(JOB, name)).rejects.toMatchObject({ code: 'invalid' });
    });

    it.each(['../up', 'A', '', 'a/b', '.'])('takes %j for no job', async (jobId) => {
      await expect(store.put(jobId, 'x', text('x'))).rejects.toMatchObject({ code: 'invalid' });
    });
  });
}
