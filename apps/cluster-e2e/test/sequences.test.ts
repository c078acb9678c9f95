import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

let cluster: Cluster;
beforeAll(() => void (cluster = createCluster()));
afterAll(() => cluster.close());

it('show gradients: an error of the end hardly reaches the start of a plain network, and does in an LSTM', async () => {
  const output = join(cluster.home, 'gradients');
  const { norms } = await cluster.json<{ norms: Readonly<Record<string, readonly number[]>> }>(
    [
      ...['show', 'gradients', 'examples/adding-problem.yaml', '--set', 'model.config.forgetBias=4'],
      ...['--cells', 'simple,lstm', '--output', output],
    ],
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
