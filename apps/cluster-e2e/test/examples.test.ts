import { writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLES, missed } from '../src/examples.js';
import { type Cluster, createCluster } from '../src/main.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!isFull) writeSync(2, 'SKIPPED: every example to its figure; npm run test:full trains them\n');

describe.runIf(isFull)('an example ends with its figure on two workers', () => {
  let cluster: Cluster;
  /** Jobs that have succeeded, by example: others may begin with their weights. */
  const jobs = new Map<string, string>();
  beforeAll(async () => {
    cluster = createCluster();
    const dataRoots = Object.values(EXAMPLES).flatMap(({ dataRoot }) => dataRoot ?? []);
    await cluster.up({ workers: 2, dataRoots, args: ['--allow-code'] });
  }, 150_000);
  afterAll(() => cluster.close());

  async function run(name: string, more: readonly string[] = []): Promise<Readonly<Record<string, number>>> {
    const { after, allowCode } = EXAMPLES[name] ?? {};
    if (after !== undefined && !jobs.has(after)) await run(after);
    const set = after === undefined ? more : [`model.initial.from=${jobs.get(after)}`, ...more];
    const { jobId, state, metrics } = await cluster.example(name, {
      set,
      args: allowCode ? ['--allow-code'] : [],
      timeoutMs: 900_000,
    });
    expect(state).toBe('succeeded');
    if (more.length === 0) jobs.set(name, jobId);
    return metrics;
  }

  it.each(Object.keys(EXAMPLES))(
    '%s.yaml',
    async (name) => {
      expect(missed(EXAMPLES[name]?.figures ?? {}, await run(name))).toEqual([]);
    },
    1_800_000,
  );

  const seeds = Object.entries(EXAMPLES).flatMap(([name, { seeds: others = [], figures }]) =>
    others.map((seed) => ({ name, seed, figures })),
  );
  it.each(seeds)(
    '$name with seed $seed',
    async ({ name, seed, figures }) => {
      expect(missed(figures, await run(name, [`training.seed=${seed}`]))).toEqual([]);
    },
    1_800_000,
  );

  const contrasts = Object.entries(EXAMPLES).flatMap(([name, { contrast }]) =>
    contrast === undefined ? [] : [{ name, ...contrast }],
  );
  it.each(contrasts)(
    '$name is not for $of',
    async ({ name, set, figures }) => {
      expect(missed(figures, await run(name, set))).toEqual([]);
    },
    1_800_000,
  );
});
