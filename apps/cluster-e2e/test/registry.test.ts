import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXPORT_FORMATS, type ExportFormat } from '@ringmaster/contracts';
import { MODEL_RUNS, modelRunDocument } from '@ringmaster/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

interface Run {
  readonly jobId: string;
  readonly state: string;
  readonly steps: number;
  readonly weightsSha256: string;
}

interface Exported {
  readonly weightsSha256: string;
  readonly inputs?: readonly unknown[];
}

/** What the run itself publishes in a format. */
const PUBLISHED: Readonly<Record<ExportFormat, readonly string[]>> = {
  savedmodel: ['saved_model.pb'],
  onnx: ['model.onnx'],
  npz: ['model.npz'],
  safetensors: ['model.safetensors'],
  tfjs: ['model.json', 'weights.bin'],
};

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
const chosen = MODEL_RUNS.filter(({ isQuick }) => isFull || isQuick === true);

/** What the exported files compute is compared in one process, for every model: apps/worker, every-model.test.ts. */
describe('every model of the registry', () => {
  let cluster: Cluster;
  const scratch = mkdtempSync(join(tmpdir(), 'rm-registry-'));
  beforeAll(async () => {
    cluster = createCluster();
    await cluster.up({ workers: 2 });
  }, 150_000);
  afterAll(async () => {
    await cluster.close();
    rmSync(scratch, { recursive: true });
  });

  it.each(chosen)(
    '$model $config trains two steps on two workers, resumes with the same bits, is exported and loaded again',
    async (one) => {
      const path = join(scratch, 'job.json');
      writeFileSync(path, JSON.stringify(modelRunDocument(one)));
      const run = await cluster.json<Run>(['run', path, '--workers', '2']);
      expect([run.state, run.steps]).toEqual(['succeeded', 2]);
      const resumed = await cluster.json<Run>(['run', path, '--workers', '1', '--resume', `${run.jobId}@1`]);
      expect(resumed.weightsSha256).toBe(run.weightsSha256);
      // A converter loads what the run published. Its graphs may be other ops (tfjs' own recurrent layers) of the same ports.
      const published = join(cluster.home, 'artifacts', run.jobId, 'model');
      for (const format of isFull ? EXPORT_FORMATS : (['savedmodel', 'onnx'] as const)) {
        const target = join(scratch, `${run.jobId}-${format}`);
        const args = ['export', run.jobId, '--format', format, '--output', target];
        const exported = await cluster.json<Exported>(args);
        expect(exported.weightsSha256, format).toBe(run.weightsSha256);
        for (const name of PUBLISHED[format]) {
          const [own, converted] = [published, target].map((directory) =>
            readFileSync(join(directory, name)),
          );
          expect(own!.length, name).toBeGreaterThan(0);
          if (exported.inputs === undefined) expect(converted!.equals(own!), name).toBe(true);
        }
        if (format === 'savedmodel' || format === 'onnx') expect(exported.inputs?.length).toBeGreaterThan(0);
      }
    },
    240_000,
  );
});
