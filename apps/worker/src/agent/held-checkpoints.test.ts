import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { wire } from '@ringmaster/contracts';
import { silentLogger, systemClock, TrainError } from '@ringmaster/core';
import { checkpointSpool, spooledCheckpoints } from '@ringmaster/store';
import { blobs, linearJob, linearModel, memoryCheckpointStore, trainInProcess } from '@ringmaster/testkit';
import { createHeldCheckpoints, type SpooledFacts } from '@ringmaster/training';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const facts: SpooledFacts = {
  ...{ jobId: 'job-a', attempt: 1, rank: 2, slot: 1, artifactsToken: 't' },
  generation: { epoch: 1, n: 1, nonce: 'n' },
};
const rank = { jobId: 'job-a', attempt: 1, rank: 2, slot: 1 };
const signal = new AbortController().signal;

describe('checkpoints that wait for a coordinator', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'rm-held-'));
    const store = spooledCheckpoints({ dir }, facts);
    const job = linearJob({ epochs: 1, checkpoint: { everySteps: 4, keep: 9 } });
    await trainInProcess({ job, world: 1, dataset: blobs, program: linearModel, store });
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** `refusal` is what the store says first, once for each entry. */
  function open(refusal?: TrainError, isConnected = false) {
    const [store, sent, said] = [memoryCheckpointStore(), [] as wire.v1.IRankEvent[], [] as string[]];
    const refusals = refusal ? [refusal] : [];
    store.beforeSave = async () => {
      const next = refusals.shift();
      if (next) throw next;
    };
    const note = (message: string) => void said.push(message);
    const held = createHeldCheckpoints({
      spool: checkpointSpool({ dir }),
      storeOf: async () => store,
      send: (event) => sent.push(event),
      isConnected: () => isConnected,
      isRunning: () => false,
      clock: systemClock,
      logger: { ...silentLogger, warn: note, error: note },
    });
    return { held, store, sent, said };
  }

  it('come into the store before the end of their rank is reported, and leave the spool', async () => {
    const { held, store, sent } = open();
    held.hold(rank, () => sent.push({ ...rank, failed: {} }));
    expect(held.running()).toEqual([rank]);
    expect(held.holdsBack({ ...rank, sealed: {} })).toBe(true);
    expect(held.holdsBack({ ...rank, rank: 1, failed: {} })).toBe(false);
    const told: (readonly wire.v1.IDelivery[])[] = [held.deliveries()];
    store.beforeSave = async () => void told.push(held.deliveries());
    await held.deliver();
    const { jobId, attempt } = rank;
    expect(told).toMatchObject([
      [{ jobId, attempt, rank: 2 }],
      [{ rank: 2, step: 4 }],
      [{ rank: 2, step: 7, bytes: expect.any(Number) as number }],
    ]);
    expect([held.deliveries(), held.holdsBack({ ...rank, failed: {} })]).toEqual([[], false]);
    expect(await store.list(signal)).toEqual([4, 7]);
    expect(sent).toMatchObject([{ checkpoint: { step: 4 } }, { checkpoint: { step: 7 } }, { failed: {} }]);
    expect(held.running()).toEqual([]);
    expect(await readdir(dir)).toEqual([]);
  });

  it('are found by an agent that is started again, whose rank counts as running until then', async () => {
    const { held, store, sent } = open();
    await held.find();
    expect(held.running()).toMatchObject([{ ...rank, generation: facts.generation }]);
    await held.deliver();
    expect(await store.list(signal)).toEqual([4, 7]);
    expect(sent.at(-1)?.failed?.causeJson).toContain('agent_lost');
  });

  it('come into the store by themselves when their rank ends after the coordinator is back', async () => {
    const { held, store, sent } = open(undefined, true);
    const passing = held.deliver();
    held.hold(rank, () => sent.push({ ...rank, failed: {} }));
    await passing;
    await expect.poll(() => held.running()).toEqual([]);
    expect(await store.list(signal)).toEqual([4, 7]);
    expect(sent.at(-1)).toMatchObject({ failed: {} });
  });

  it('that are gone hold nothing up', async () => {
    const { held, sent } = open();
    held.hold(rank, () => sent.push({ ...rank, failed: {} }));
    await rm(join(dir, 'job-a.1.2'), { recursive: true });
    await held.deliver();
    expect([sent, held.running()]).toEqual([[{ ...rank, failed: {} }], []]);
  });

  it('are tried again when the store is out of reach', async () => {
    const { held, store, sent } = open(new TrainError('unavailable', 'away'));
    await held.find();
    await held.deliver();
    expect([sent, held.running().length]).toEqual([[], 1]);
    await held.deliver();
    expect(await store.list(signal)).toEqual([4, 7]);
    expect(held.running()).toEqual([]);
    held.close();
  });

  it.each([
    ['fenced', 'attempt 1 of job job-a is over', [] as string[]],
    ['not_found', 'there is no job job-a', ['job-a.1.2']],
  ] as const)('that are refused as %s say so, and hold nothing up', async (code, message, left) => {
    const { held, sent, said } = open(new TrainError(code, message));
    await held.find();
    await held.deliver();
    expect(said).toEqual([expect.stringContaining(message)]);
    expect(said[0]).toContain('job-a.1.2');
    expect(sent).toHaveLength(1);
    expect(held.running()).toEqual([]);
    expect(await readdir(dir)).toEqual(left);
  });

  it('that are damaged are named, and nothing of them is sent', async () => {
    const file = join(dir, 'job-a.1.2/job-a/checkpoints/step-00000004/weights.safetensors');
    const bytes = await readFile(file);
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
    await writeFile(file, bytes);
    const { held, store, sent, said } = open();
    await held.find();
    await held.deliver();
    expect(await store.list(signal)).toEqual([]);
    expect(said[0]).toMatch(/job-a\.1\.2.*weights\.safetensors/);
    expect(sent).toMatchObject([{ failed: {} }]);
  });

  it('of a rank whose process still runs are left to it', async () => {
    const { store } = open();
    const held = createHeldCheckpoints({
      spool: checkpointSpool({ dir }),
      storeOf: async () => store,
      send: () => undefined,
      isConnected: () => true,
      isRunning: () => true,
      clock: systemClock,
      logger: silentLogger,
    });
    await held.find();
    await held.deliver();
    expect(held.running()).toEqual([]);
    expect(await store.list(signal)).toEqual([]);
  });
});
