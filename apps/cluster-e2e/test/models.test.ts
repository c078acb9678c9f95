import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster, serveModel } from '../src/main.js';

interface Prediction {
  readonly class: number;
  readonly probabilities: readonly number[];
}
interface ModelDocument {
  readonly model: { readonly tags: string[]; readonly version: Record<string, unknown> };
}

/** As many points as requests, over the whole plane of the blobs. */
const POINTS = Array.from(
  { length: 200 },
  (_, i) => [Math.cos(i) * (i / 40), Math.sin(i) * (i / 40)] as const,
);

describe('a trained model in use', () => {
  let cluster: Cluster;
  let jobId: string;
  let weightsSha256: string;
  let predicted: readonly Prediction[];
  let input: string;
  beforeAll(async () => {
    cluster = createCluster();
    await cluster.up({ workers: 1 });
    ({ jobId, weightsSha256 } = await cluster.json<{ jobId: string; weightsSha256: string }>([
      'run',
      'examples/mlp-blobs.yaml',
    ]));
    input = join(cluster.home, 'points.csv');
    writeFileSync(input, `x,y\n${POINTS.map((point) => point.join()).join('\n')}\n`);
  }, 150_000);
  afterAll(() => cluster.close());

  it('predict: one line a sample; text and --output say the same', async () => {
    const { code, stdout } = await cluster.cli(['predict', jobId, '--input', input, '--json']);
    predicted = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Prediction);
    expect([code, predicted.length]).toEqual([0, POINTS.length]);
    for (const { probabilities } of predicted)
      expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect(new Set(predicted.map((each) => each.class)).size).toBe(3);
    const bad = join(cluster.home, 'bad.csv');
    const output = join(cluster.home, 'out.tsv');
    writeFileSync(bad, 'x,y\n1,2\n3,four\n');
    const refused = await cluster.cli(['predict', jobId, '--input', bad, '--output', output]);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('bad.csv:3:3: "four" in column "y"'),
    ]);
    expect(existsSync(output)).toBe(false);
  });

  it('model: lineage, a tag that outlives the job’s artifacts and a killed coordinator', async () => {
    const { model } = await cluster.json<ModelDocument>(['model', 'tag', jobId, 'blobs:v1']);
    expect(model.version).toMatchObject({ jobId, weightsSha256, checkpointStep: 200 });
    expect((await cluster.cli(['model', 'tag', 'blobs:v1', 'blobs'])).code).toBe(0);
    rmSync(join(cluster.home, 'artifacts', jobId, 'model'), { recursive: true });
    const [coordinator = 0] = cluster.processes('coordinator');
    process.kill(coordinator, 'SIGKILL');
    await expect
      .poll(() => cluster.processes('coordinator').filter((pid) => pid !== coordinator).length, {
        timeout: 30_000,
      })
      .toBe(1);
    await cluster.waitFor(jobId, 'the next coordinator', () => true);
    const { model: after } = await cluster.json<ModelDocument>(['model', 'show', 'blobs']);
    expect(after).toEqual({ ...model, tags: ['latest', 'v1'] });
    const gone = await cluster.cli(['predict', jobId, '--input', input]);
    expect([gone.code, gone.stderr]).toEqual([3, expect.stringContaining('has no model.json')]);
    const wrong = await cluster.cli(['model', 'show', 'blob']);
    expect([wrong.code, wrong.stderr]).toEqual([3, expect.stringContaining('did you mean "blobs"?')]);
  });

  it('serve: 200 requests at once get what predict says; SIGTERM drains', async () => {
    const { url, child, exited } = await serveModel(cluster, [
      'blobs',
      '--max-batch',
      '16',
      '--max-delay',
      '10ms',
    ]);
    const headers = { authorization: `Bearer ${cluster.token()}`, 'content-type': 'application/json' };
    const ask = (inputs: unknown) =>
      fetch(`${url}/v1/predict`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ inputs }),
        signal: AbortSignal.timeout(20_000),
      });
    const answers = await Promise.all(POINTS.map((point) => ask(point)));
    for (const [i, answer] of answers.entries()) {
      expect(answer.status).toBe(200);
      const [prediction] = ((await answer.json()) as { predictions: Prediction[] }).predictions;
      expect(prediction?.class).toBe(predicted[i]?.class);
      prediction?.probabilities.forEach((value, at) =>
        expect(value).toBeCloseTo(predicted[i]?.probabilities[at] ?? NaN, 5),
      );
    }
    const metrics = await (await fetch(`${url}/metrics`, { headers })).text();
    expect(metrics).toContain('ringmaster_serve_requests_total{status="200"} 200');
    expect(Number(/batch_size_count (\d+)/.exec(metrics)?.[1])).toBeLessThan(200);
    expect((await ask([1, 'x'])).status).toBe(400);
    expect((await fetch(`${url}/v1/model`)).status).toBe(401);
    expect(await (await fetch(`${url}/v1/model`, { headers })).json()).toMatchObject({
      lineage: { jobId, weightsSha256 },
    });
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    await expect(ask([1, 2])).rejects.toThrow();
  });
});
