import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCluster } from '../src/main.js';

it('a local cluster is started by run when none is there, and leaves nothing behind', async () => {
  const cluster = createCluster();
  try {
    const result = await cluster.json<{ state: string; weightsSha256: string }>([
      'run',
      'examples/mlp-blobs.yaml',
      '--workers',
      '2',
    ]);
    expect(result.state).toBe('succeeded');
    expect(cluster.processes('any')).toEqual([]);
  } finally {
    await cluster.close();
  }
});

describe('a cluster that stays', () => {
  const cluster = createCluster();
  beforeAll(() => cluster.up({ workers: 2, slots: 1 }));
  afterAll(() => cluster.close());

  it('runs jobs one after the other, and shows them', async () => {
    const ids = [
      await cluster.submit(['examples/mlp-blobs.yaml', '--workers', '2']),
      await cluster.submit(['examples/mlp-blobs.yaml', '--workers', '2']),
    ];
    const ends = await Promise.all(ids.map((id) => cluster.waitForEnd(id)));
    expect(ends.map((job) => job.state)).toEqual(['succeeded', 'succeeded']);
    expect(ends[0]?.result?.weightsSha256).toBe(ends[1]?.result?.weightsSha256);
    const logs = await cluster.cli(['logs', ids[0] ?? '']);
    expect(logs.code).toBe(0);
    expect(logs.stdout).not.toBe('');
  });

  it('cancels a running job and frees its slots', async () => {
    const id = await cluster.submit([
      'examples/digits.yaml',
      '--workers',
      '2',
      '--set',
      'training.epochs=500',
    ]);
    await cluster.waitFor(id, 'step 5', (job) => (job.progress?.step ?? 0) >= 5);
    expect((await cluster.cli(['cancel', id])).code).toBe(0);
    expect((await cluster.waitForEnd(id, 30_000)).state).toBe('cancelled');
    const next = await cluster.submit(['examples/mlp-blobs.yaml', '--workers', '2']);
    expect((await cluster.waitForEnd(next)).state).toBe('succeeded');
  });

  it('explains a wait that cannot end', async () => {
    const id = await cluster.submit(['examples/digits.yaml', '--workers', '4']);
    const job = await cluster.waitFor(
      id,
      'a reason',
      (view) => view.state === 'queued' && view.reason !== undefined,
    );
    expect(job.reason).toMatch(/4/);
    expect((await cluster.cli(['cancel', id])).code).toBe(0);
    expect((await cluster.waitForEnd(id, 30_000)).state).toBe('cancelled');
  });
});
