import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

interface RunDocument {
  readonly jobId: string;
  readonly state: string;
  readonly weightsSha256: string;
}

const BLOBS = ['examples/mlp-blobs.yaml', '--workers', '2'];

describe('looking after a job', () => {
  let cluster: Cluster;
  let reference: RunDocument;
  beforeAll(async () => {
    cluster = createCluster();
    await cluster.up({ workers: 2 });
    reference = await cluster.json<RunDocument>(['run', ...BLOBS]);
  });
  afterAll(() => cluster.close());

  const damage = (jobId: string, step: number): string => {
    const name = `checkpoints/step-${String(step).padStart(8, '0')}/slot-m.safetensors`;
    const path = join(cluster.home, 'artifacts', jobId, name);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    return name;
  };

  it('prints its metrics as JSON lines', async () => {
    const { stdout } = await cluster.cli(['metrics', reference.jobId]);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; step: number });
    expect(lines.at(-1)).toMatchObject({ type: 'evaluate', step: 200 });
    const followed = await cluster.cli(['metrics', '-f', reference.jobId]);
    expect([followed.code, followed.stdout]).toEqual([0, stdout]);
  });

  it('lists, pulls and verifies its checkpoints, and names a damaged file', async () => {
    const { jobId } = reference;
    const listed = await cluster.json<{ checkpoints: { step: number }[] }>(['ckpt', 'ls', jobId]);
    expect(listed.checkpoints.map(({ step }) => step)).toEqual([100, 150, 200]);
    const pulled = await cluster.json<{ path: string }>(['ckpt', 'pull', `${jobId}@150`, cluster.home]);
    const stored = join(cluster.home, 'artifacts', jobId, 'checkpoints/step-00000150/weights.safetensors');
    expect(readFileSync(join(pulled.path, 'weights.safetensors'))).toEqual(readFileSync(stored));
    expect((await cluster.cli(['ckpt', 'verify', jobId])).code).toBe(0);
    const file = damage(jobId, 150);
    const verified = await cluster.cli(['ckpt', 'verify', jobId]);
    expect(verified.code).toBe(1);
    expect(verified.stdout).toMatch(`step 150: DAMAGED: ${file}`);
    const refused = await cluster.cli(['ckpt', 'pull', `${jobId}@150`, join(cluster.home, 'elsewhere')]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(file)]);
  });
});
