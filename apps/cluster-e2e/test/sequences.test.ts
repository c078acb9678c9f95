import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!isFull)
  process.stderr.write('SKIPPED: sequence examples to their figures; npm run test:full trains them\n');

let cluster: Cluster;
beforeAll(() => void (cluster = createCluster()));
afterAll(() => cluster.close());

const run = (example: string, ...set: readonly string[]) => cluster.example(example, { set });

it('show gradients: an error of the end hardly reaches the start of a plain network, and does in an LSTM', async () => {
  const output = join(cluster.home, 'gradients');
  const { norms } = await cluster.json<{ norms: Readonly<Record<string, readonly number[]>> }>(
    ['show', 'gradients', 'examples/adding-problem.yaml', '--cells', 'simple,lstm', '--output', output],
    { timeoutMs: 60_000 },
  );
  const reach = ([end = NaN, ...earlier]: readonly number[] = []) => (earlier.at(-1) ?? NaN) / end;
  expect(reach(norms['simple'])).toBeLessThan(0.01);
  expect(reach(norms['lstm'])).toBeGreaterThan(0.2);
  const [header, ...rows] = readFileSync(join(output, 'gradients.csv'), 'utf8').trim().split('\n');
  expect([header, rows.length]).toEqual(['distance,simple,lstm', 100]);
  expect(readFileSync(join(output, 'gradients.svg'), 'utf8')).toMatch(
    /^<svg [^]*<polyline [^]*<polyline [^]*<\/svg>\n$/,
  );
}, 90_000);

it('show gradients is refused for a model without a recurrent state', async () => {
  const { code, stderr } = await cluster.cli(['show', 'gradients', 'examples/mlp-blobs.yaml']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('mlp has no recurrent state')]);
});

describe.runIf(isFull)('an example reaches its figure with two workers', () => {
  it.each(['forecast', 'forecast-load'])(
    '%s beats the season before',
    async (example) => {
      expect((await run(example)).metrics['forecastSkill']).toBeGreaterThan(0.2);
    },
    900_000,
  );

  it('maintenance: machines that will fail are told from those that will not', async () => {
    const { metrics } = await run('maintenance');
    expect(metrics['accuracy']).toBeGreaterThan(0.97);
    expect(metrics['rocAuc']).toBeGreaterThan(0.99);
  }, 900_000);

  it('anomaly: faults are found by the error of the forecast', async () => {
    expect((await run('anomaly')).metrics['anomalyAuc']).toBeGreaterThan(0.97);
  }, 900_000);

  it('adding problem: a GRU solves it, a plain network of the same size does not', async () => {
    expect((await run('adding-problem')).metrics['loss']).toBeLessThan(0.01);
    expect((await run('adding-problem', 'model.config.cell=simple')).metrics['loss']).toBeGreaterThan(0.14);
  }, 1_200_000);

  it('copy task: a GRU solves it, a plain network of the same size does not', async () => {
    expect((await run('copy-task')).metrics['accuracy']).toBeGreaterThan(0.99);
    expect((await run('copy-task', 'model.config.cell=simple')).metrics['accuracy']).toBeLessThan(0.5);
  }, 1_200_000);
});
