import type { DeliveredBatch } from '@ringmaster/data';
import type { BatchFeed, BatchRequest } from '@ringmaster/training';
import { afterEach, describe, expect, it } from 'vitest';

export interface BatchFeedSubject {
  /** A feed for this suite's pipeline, `contractBatch`. */
  open(): Promise<{ readonly feed: BatchFeed; close(): Promise<void> }>;
  /** What the pipelines give in place. */
  readonly prepare: (request: BatchRequest) => DeliveredBatch;
  /** An id that its training split has not. */
  readonly unknownId: number;
}

const ids = (first: number, count = 3) => Uint32Array.from({ length: count }, (_, i) => first + i);

/** What every `BatchFeed` does. */
export function batchFeedContract(name: string, { open, prepare, unknownId }: BatchFeedSubject): void {
  describe(`batch feed contract: ${name}`, () => {
    const opened: { close(): Promise<void> }[] = [];
    const begin = async (): Promise<BatchFeed> => {
      const subject = await open();
      opened.push(subject);
      return subject.feed;
    };
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((one) => one.close()));
    });

    it('gives each request its own batch, bit by bit that of the pipeline in place', async () => {
      const feed = await begin();
      const requests = Array.from({ length: feed.depth }, (_, i) => ({ epoch: i % 2, ids: ids(i) }));
      const batches = await Promise.all(requests.map((request) => feed.prepare(request)));
      expect(batches).toEqual(requests.map(prepare));
    });

    it('prepares the same request again alike', async () => {
      const feed = await begin();
      const request = { epoch: 1, ids: ids(2) };
      expect(await feed.prepare(request)).toEqual(await feed.prepare(request));
    });

    it.each(['validation', 'test'] as const)('gives samples of the %s split as they are', async (split) => {
      const feed = await begin();
      const request = { split, epoch: 0, ids: ids(1, 2) };
      expect(await feed.prepare(request)).toEqual(prepare(request));
    });

    it('gives an empty batch for no samples', async () => {
      const feed = await begin();
      const empty = new Uint32Array();
      expect(await feed.prepare({ epoch: 0, ids: empty })).toEqual(prepare({ epoch: 0, ids: empty }));
    });

    it('goes on after what was asked for is discarded', async () => {
      const feed = await begin();
      for (let i = 0; i < feed.depth; i++) void feed.prepare({ epoch: 0, ids: ids(i) });
      feed.discard();
      expect(await feed.prepare({ epoch: 1, ids: ids(4) })).toEqual(prepare({ epoch: 1, ids: ids(4) }));
    });

    it('tells what failed to who asked for it, and goes on', async () => {
      const feed = await begin();
      const [broken, fine] = [
        feed.prepare({ epoch: 0, ids: Uint32Array.of(unknownId) }),
        feed.prepare({ epoch: 0, ids: ids(0) }),
      ];
      await expect(broken).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringContaining(`sample ${unknownId} of`) as string,
      });
      expect(await fine).toEqual(prepare({ epoch: 0, ids: ids(0) }));
    });
  });
}
