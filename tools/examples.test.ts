import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validateDatasetConfig } from '@ringmaster/data';
import { MODELS, validateModel } from '@ringmaster/models';
import { resolveJob } from '@ringmaster/training';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(root, 'examples', file), 'utf8');

interface Bound {
  readonly least?: number;
  readonly most?: number;
}

const TABLE = JSON.parse(read('figures.json')) as Readonly<
  Record<string, { readonly figures: Readonly<Record<string, Bound>>; readonly after?: string }>
>;
const names = readdirSync(join(root, 'examples'))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));

describe('examples/figures.json', () => {
  it('has every example, and no other', () => {
    expect(Object.keys(TABLE).sort()).toEqual([...names].sort());
  });

  it('trains every family of models', () => {
    const trained = new Set(names.map((name) => resolveJob(parse(read(`${name}.yaml`))).model.name));
    expect(Object.keys(MODELS).filter((model) => !trained.has(model))).toEqual([]);
  });

  it.each(names)(
    '%s has a figure with a bound, and its document begins with what it is and how it is run',
    (name) => {
      const { figures = {}, after } = TABLE[name] ?? {};
      expect(Object.keys(figures)).not.toEqual([]);
      for (const { least = -Infinity, most = Infinity } of Object.values(figures))
        expect(Number.isFinite(least) || Number.isFinite(most)).toBe(true);
      if (after !== undefined) expect(names).toContain(after);
      const text = read(`${name}.yaml`);
      expect(text).toMatch(/^# [A-Z]/);
      expect(text).toContain(`\n#   npx ringmaster run examples/${name}.yaml`);
      expect(resolveJob(parse(text)).name).toBeTruthy();
    },
  );

  it.each(names)('%s: its model fits its data, and its batches its shards', (name) => {
    const job = resolveJob(parse(read(`${name}.yaml`)));
    // Only the files can tell how many samples a format brings.
    const summary = validateDatasetConfig(job.data);
    if (summary) expect(summary.sizes.train).toBeGreaterThan(job.data.batchSize);
    // The architecture of a file comes into the document when it is submitted.
    if (job.model.path === undefined) validateModel(job);
    expect(job.workers.max).toBeLessThanOrEqual(job.training.shards);
    expect(job.data.batchSize % job.training.shards).toBe(0);
  });
});
