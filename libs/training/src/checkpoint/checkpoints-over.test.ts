import { TrainError } from '@ringmaster/core';
import { expect, it } from 'vitest';
import type { BlobDoor } from '../ports/blob-door.js';
import { checkpointsOver } from './checkpoints-over.js';
import { sha256Hex } from './sha256.js';

const never = new AbortController().signal;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const FILES = [
  { name: 'a.bin', bytes: bytes('weights') },
  { name: 'b.bin', bytes: bytes('slots') },
];

/** Artifacts of one job in memory; `beforePut` may hold a write up. */
function doorTo(
  blobs: Map<string, Uint8Array>,
  beforePut: (name: string) => Promise<void> = async () => undefined,
): BlobDoor {
  const below = (prefix: string) => [...blobs.keys()].filter((name) => name.startsWith(prefix));
  return {
    put: async (name, content) => {
      await beforePut(name);
      blobs.set(name, content);
    },
    get: async (name) => {
      const found = blobs.get(name);
      if (found === undefined) throw new TrainError('not_found', `there is no ${name}`);
      return found;
    },
    list: (prefix) =>
      Promise.all(
        below(prefix).map(async (name) => {
          const content = blobs.get(name) as Uint8Array;
          return { name, bytes: content.byteLength, sha256: await sha256Hex(content) };
        }),
      ),
    remove: async (name) => {
      for (const one of name.endsWith('/') ? below(name) : [name]) blobs.delete(one);
    },
  };
}

function gate() {
  let open = (): void => undefined;
  const isOpen = new Promise<void>((resolve) => (open = resolve));
  return { isOpen, open: () => open() };
}

it('a second host that delivers the same step takes nothing away from the first one', async () => {
  const blobs = new Map<string, Uint8Array>();
  const [looked, mayWrite] = [gate(), gate()];
  const second = checkpointsOver(
    doorTo(blobs, () => {
      looked.open();
      return mayWrite.isOpen;
    }),
    'job',
  );
  let delivered = Promise.resolve();
  // The first one has written a file when the second one looks, and is done before the second one writes.
  const first = checkpointsOver(
    doorTo(blobs, async (name) => {
      if (!name.endsWith('b.bin')) return;
      delivered = second.save(4, FILES, bytes('{}'), never);
      await looked.isOpen;
    }),
    'job',
  );
  await first.save(4, FILES, bytes('{}'), never);
  expect((await first.load(4, never)).files.size).toBe(2);
  mayWrite.open();
  await delivered;
  expect((await second.load(4, never)).files.size).toBe(2);
});

it('what is left of another checkpoint of the step does not stay', async () => {
  const blobs = new Map([['checkpoints/step-00000004/c.bin', bytes('of another model')]]);
  const store = checkpointsOver(doorTo(blobs), 'job');
  await store.save(4, FILES, bytes('{}'), never);
  expect([...blobs.keys()].some((name) => name.endsWith('c.bin'))).toBe(false);
  await store.save(4, FILES.slice(1), bytes('{"n":2}'), never);
  expect([...(await store.load(4, never)).files.keys()]).toEqual(['b.bin']);
  expect([...blobs.keys()].some((name) => name.endsWith('a.bin'))).toBe(false);
});
