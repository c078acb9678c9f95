import type { CheckpointStore, StoredFile } from '@ringmaster/training';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** A store under test, empty, and a way to damage what it holds. */
export interface CheckpointStoreSubject {
  readonly store: CheckpointStore;
  /** Changes a bit of a stored file behind the store's back. */
  corrupt(step: number, file: string): void | Promise<void>;
  close?(): void | Promise<void>;
}

const bytesOf = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const filesOf = (first: number): readonly StoredFile[] => [
  { name: 'weights.safetensors', bytes: bytesOf(first, 2, 3, 4) },
  { name: 'slot-momentum.safetensors', bytes: bytesOf(5, 6, 7) },
];
const signal = new AbortController().signal;

/**
 * What every checkpoint store promises. `manifestOf` gives the manifest to save with files; stores that read it need
 * a true one.
 */
export function checkpointStoreContract(
  name: string,
  open: () => CheckpointStoreSubject | Promise<CheckpointStoreSubject>,
  manifestOf: (step: number, files: readonly StoredFile[]) => Uint8Array | Promise<Uint8Array> = (step) =>
    new TextEncoder().encode(`{"step":${step}}`),
): void {
  describe(`checkpoint store contract: ${name}`, () => {
    let subject: CheckpointStoreSubject;
    const save = async (step: number, files = filesOf(1), abort: AbortSignal = signal) => {
      const manifest = await manifestOf(step, files);
      await subject.store.save(step, files, manifest, abort);
      return manifest;
    };
    beforeEach(async () => void (subject = await open()));
    afterEach(async () => subject.close?.());

    it('is empty at first', async () => {
      expect(await subject.store.list(signal)).toEqual([]);
    });

    it('gives back what was saved, byte for byte', async () => {
      const manifest = await save(12);
      const loaded = await subject.store.load(12, signal);
      expect([...loaded.manifest]).toEqual([...manifest]);
      expect([...loaded.files.keys()].sort()).toEqual(['slot-momentum.safetensors', 'weights.safetensors']);
      for (const { name: file, bytes } of filesOf(1))
        expect([...(loaded.files.get(file) ?? [])]).toEqual([...bytes]);
    });

    it('lists steps in ascending order, as numbers', async () => {
      for (const step of [100, 9, 20]) await save(step);
      expect(await subject.store.list(signal)).toEqual([9, 20, 100]);
    });

    it('replaces a step that is saved again', async () => {
      await save(3, filesOf(1));
      await save(3, filesOf(99));
      const { files } = await subject.store.load(3, signal);
      expect(files.get('weights.safetensors')?.[0]).toBe(99);
      expect(await subject.store.list(signal)).toEqual([3]);
    });

    it('removes one step and leaves the others; removing it again is no error', async () => {
      await save(1);
      await save(2);
      await subject.store.remove(1, signal);
      await subject.store.remove(1, signal);
      expect(await subject.store.list(signal)).toEqual([2]);
      await expect(subject.store.load(1, signal)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('says not_found for a step that was never saved', async () => {
      await expect(subject.store.load(7, signal)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('refuses a file whose bytes changed in the store', async () => {
      await save(5);
      await subject.corrupt(5, 'weights.safetensors');
      await expect(subject.store.load(5, signal)).rejects.toMatchObject({ code: 'artifact_corrupt' });
    });

    it('publishes nothing when it is cancelled', async () => {
      await expect(save(8, filesOf(1), AbortSignal.abort())).rejects.toThrow();
      expect(await subject.store.list(signal)).toEqual([]);
    });

    it('keeps what it stored apart from what it hands out', async () => {
      const files = filesOf(1);
      await save(4, files);
      files[0]?.bytes.fill(0);
      (await subject.store.load(4, signal)).files.get('weights.safetensors')?.fill(0);
      const { files: again } = await subject.store.load(4, signal);
      expect([...(again.get('weights.safetensors') ?? [])]).toEqual([1, 2, 3, 4]);
    });
  });
}
