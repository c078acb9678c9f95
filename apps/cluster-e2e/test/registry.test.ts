import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@ringmaster/client';
import { EXPORT_FORMATS, type ExportFormat, type SubmitRequest } from '@ringmaster/contracts';
import { MODEL_RUNS, type ModelRun, modelRunDocument } from '@ringmaster/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

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
const chosen = MODEL_RUNS.filter(({ isLong }) => isFull || isLong !== true);

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

  /** Without a command line each, which would take longer than the two steps. */
  const train = async (one: ModelRun, workers: number, resume?: SubmitRequest['resume']) => {
    const client = createClient({ url: cluster.endpoint().url, token: cluster.token() });
    const document = { ...modelRunDocument(one), workers: { min: workers, max: workers } };
    const jobId = `${one.model}-${MODEL_RUNS.indexOf(one)}-on-${workers}`;
    await client.jobs.submit({ jobId, document, ...(resume && { resume }) });
    const { state, cause, result } = await cluster.waitForEnd(jobId, 200_000);
    expect([state, cause, result?.steps]).toEqual(['succeeded', undefined, 2]);
    const directory = join(cluster.home, 'artifacts', jobId, 'model');
    return { jobId, directory, weightsSha256: result?.weightsSha256 };
  };

  /** A converter loads what the run published. Its graphs may be other ops (tfjs' own recurrent layers) of the same ports. */
  const convert = async (run: Awaited<ReturnType<typeof train>>, format: ExportFormat) => {
    const target = join(scratch, `${run.jobId}-${format}`);
    const args = ['export', run.jobId, '--format', format, '--output', target];
    const exported = await cluster.json<Exported>(args);
    expect(exported.weightsSha256, format).toBe(run.weightsSha256);
    for (const name of PUBLISHED[format]) {
      const [own, converted] = [run.directory, target].map((directory) =>
        readFileSync(join(directory, name)),
      );
      if (exported.inputs === undefined) expect(converted!.equals(own!), name).toBe(true);
    }
    if (format === 'savedmodel' || format === 'onnx') expect(exported.inputs?.length).toBeGreaterThan(0);
  };

  it.each(chosen)(
    '$model $config trains two steps on two workers, resumes with the same bits, is exported and loaded again',
    async (one) => {
      const run = await train(one, 2);
      const resumed = await train(one, 1, { jobId: run.jobId, step: 1 });
      expect(resumed.weightsSha256).toBe(run.weightsSha256);
      for (const name of Object.values(PUBLISHED).flat())
        expect(statSync(join(run.directory, name)).size, name).toBeGreaterThan(0);
      const quick = one.isQuick === true ? (['savedmodel', 'onnx'] as const) : [];
      for (const format of isFull ? EXPORT_FORMATS : quick) await convert(run, format);
    },
    240_000,
  );
});
