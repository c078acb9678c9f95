import { checkpointStoreContract, memoryCheckpointStore } from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import { storeWithSpool } from './store-with-spool.js';

const signal = new AbortController().signal;
const files = [{ name: 'weights.safetensors', bytes: Uint8Array.of(1, 2) }];
const manifest = Uint8Array.of(3);

function open() {
  const [store, spool] = [memoryCheckpointStore(), memoryCheckpointStore()];
  const cut = new AbortController();
  return { store, spool, cut, both: storeWithSpool({ store, spool, cutOff: cut.signal }) };
}

checkpointStoreContract('a store with a spool, within reach', () => {
  const { both, store } = open();
  return { store: both, corrupt: store.corrupt };
});

describe('a store that is cut off', () => {
  it('saves into the spool, reads back from there, and removes nothing', async () => {
    const { store, spool, cut, both } = open();
    await both.save(10, files, manifest, signal);
    cut.abort();
    await both.save(12, files, manifest, signal);
    await both.remove(10, signal);
    expect(await store.list(signal)).toEqual([10]);
    expect(await spool.list(signal)).toEqual([12]);
    expect((await both.load(12, signal)).manifest).toEqual(manifest);
    expect([10, 12].map((step) => both.isSpooled(step))).toEqual([false, true]);
  });

  it('begins a save anew that was under way, and lets one be that its own signal ended', async () => {
    const { store, spool, cut, both } = open();
    const hanging = { ...store };
    store.beforeSave = () => new Promise(() => undefined);
    hanging.save = (...args) =>
      Promise.race([
        store.save(...args),
        new Promise<never>((_, reject) =>
          args[3].addEventListener('abort', () => reject(new Error('aborted'))),
        ),
      ]);
    const slow = storeWithSpool({ store: hanging, spool, cutOff: cut.signal });
    const own = new AbortController();
    const [ended, saved] = [slow.save(3, files, manifest, own.signal), slow.save(4, files, manifest, signal)];
    own.abort();
    await expect(ended).rejects.toThrow('aborted');
    cut.abort();
    await saved;
    expect(await spool.list(signal)).toEqual([4]);
    expect(both.isSpooled(4)).toBe(false);
  });
});
