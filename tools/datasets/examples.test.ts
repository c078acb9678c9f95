import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { JobDocument } from '@ringmaster/contracts';
import { validateDatasetConfig } from '@ringmaster/data';
import { validateModel } from '@ringmaster/models';

const directory = new URL('../../examples/', import.meta.url);
const examples = readdirSync(directory).filter((name) => name.endsWith('.yaml'));

describe('examples', () => {
  it('are there', () => {
    expect(examples).toEqual(
      expect.arrayContaining(['digits.yaml', 'mlp-blobs.yaml', 'simple-cnn-digits.yaml']),
    );
  });

  it.each(examples)('%s is a job document whose model fits its data', (name) => {
    const job = JobDocument.parse(parse(readFileSync(new URL(name, directory), 'utf8')));
    // Only the files can tell how many samples a format brings.
    const summary = validateDatasetConfig(job.data);
    if (summary) expect(summary.sizes.train).toBeGreaterThan(job.data.batchSize);
    validateModel(job);
    const shards = job.training.shards ?? job.workers.max;
    expect(job.workers.max).toBeLessThanOrEqual(shards);
    expect(job.data.batchSize % shards).toBe(0);
  });
});
