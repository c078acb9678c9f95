import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ResolvedJob } from '@ringmaster/contracts';
import { loadEngine } from '@ringmaster/engine';
import { jobTask, metricTable, resolveJob } from '@ringmaster/training';
import { beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openParts } from './parts.js';

const EXAMPLES = fileURLToPath(new URL('../../../../examples/', import.meta.url));

/** An example with a smaller model; its files come from where a worker would have them. */
function example(name: string, units: number): ResolvedJob {
  const job = resolveJob(parse(readFileSync(`${EXAMPLES}${name}.yaml`, 'utf8')));
  const { path, ...data } = job.data;
  const model = { ...job.model, config: { ...job.model.config, units: [units] } };
  return { ...job, model, data: { ...data, ...(path && { source: path.replace('data/', '') }) } };
}

/** What the validation split reports of a model that was never trained. */
async function reported(job: ResolvedJob) {
  const parts = await openParts(job, { datasetsDir: `${EXAMPLES}data`, dataRoots: {} });
  const { sizes } = parts.dataset.info;
  const ids = Uint32Array.from({ length: Math.min(64, sizes.validation) }, (_, id) => id);
  const read = parts.pipelines.evaluation(parts.dataset);
  const sums = parts.program.evaluate(read('validation', ids));
  const numbers = metricTable(jobTask(job, parts.dataset.info).metrics).finish(sums);
  parts.dispose();
  return { numbers, sizes };
}

beforeAll(() => loadEngine({ prefer: 'auto' }));

it.each(['forecast', 'forecast-load'])(
  '%s: the naive forecast is measured beside the model',
  async (name) => {
    const { numbers } = await reported(example(name, 4));
    const { rootMeanSquaredError: own = NaN, naiveRootMeanSquaredError: naive = NaN } = numbers;
    expect(naive).toBeGreaterThan(0.1);
    expect(naive).toBeLessThan(1);
    expect(numbers['forecastSkill']).toBeCloseTo(1 - (own / naive) ** 2, 4);
  },
);

it('anomaly: a score without training, from columns that the model does not see', async () => {
  const { numbers } = await reported(example('anomaly', 4));
  // Both kinds of samples are among them: it would be no number otherwise.
  expect(numbers['anomalyAuc']).toBeGreaterThan(0);
  expect(numbers['anomalyAuc']).toBeLessThan(1);
  expect(Object.keys(numbers).sort()).toEqual(['anomalyAuc', 'loss', 'rootMeanSquaredError']);
});

it('maintenance: classes of machines', async () => {
  const { numbers } = await reported(example('maintenance', 4));
  expect(Object.keys(numbers)).toEqual(expect.arrayContaining(['accuracy', 'rocAuc', 'recall']));
});
