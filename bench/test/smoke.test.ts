import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildBench } from '../build.mjs';
import { chosen } from '../src/benches/registry.js';
import { engineOf } from '../src/core/machine.js';
import { runBenches } from '../src/core/run-benches.js';
import type { Settings } from '../src/core/settings.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'ringmaster-bench-test-'));

/** A tiny run of one benchmark; real processes, no statement about speed. */
const settings: Settings = {
  quick: true,
  peers: false,
  rounds: 1,
  threads: 1,
  soakMinutes: 1,
  models: ['mlp'],
  places: {
    root,
    child: join(root, 'bench/dist/child.js'),
    python: undefined,
    peerScripts: join(root, 'bench/peers'),
    compilerCache: scratch,
    scratch,
  },
  env: Object.fromEntries(
    ['PATH', 'HOME', 'RINGMASTER_CACHE'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  ),
};

const METRICS: Readonly<Record<string, readonly string[]>> = {
  step: ['mlp'],
  scaling: ['mlp-1worker', 'mlp-2workers', 'mlp-efficiency'],
  soak: ['throughput', 'rss', 'rss-growth', 'tensors-growth', 'handles-growth'],
  allreduce: ['1MB-2ranks'],
  stream: ['2ms-round-trip'],
  startup: ['warm', 'cold'],
  'data-threads': ['wait', 'throughput'],
  recovery: ['killed-rank'],
  scheduler: ['submissions', 'admissions'],
};
const NEED_NATIVE = ['step', 'scaling', 'soak'];
/** Their runs start many clusters: they are tried in the full tier. */
const FULL_TIER = ['scaling', 'startup', 'data-threads', 'recovery', 'soak'];
const isQuick = process.env['RINGMASTER_TEST_TIER'] !== 'full';

describe('every benchmark runs', () => {
  let native = false;
  beforeAll(async () => {
    await buildBench();
    native = engineOf(settings)?.startsWith('tensorflow') === true;
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it.each(Object.keys(METRICS).filter((name) => !isQuick || !FULL_TIER.includes(name)))(
    '%s',
    async (name) => {
      if (!native && NEED_NATIVE.includes(name)) {
        writeSync(2, `SKIPPED: the smoke run of ${name}, because the native engine is not built here\n`);
        return;
      }
      const { figures, notes, failed } = await runBenches(chosen([name]), settings, {
        say: () => undefined,
        figure: () => undefined,
      });
      expect({ notes, failed }).toEqual({ notes: [], failed: [] });
      expect([...new Set(figures.map(({ metric }) => metric))]).toEqual(METRICS[name]);
      for (const { bench, value, unit } of figures) {
        expect(bench).toBe(name);
        if (unit !== 'tensors' && unit !== 'handles' && unit !== 'MB/min') expect(value).toBeGreaterThan(0);
        if (unit === 'tensors') expect(value).toBe(0);
      }
    },
    300_000,
  );

  it('says what to do when the peers are not there', async () => {
    const listener = { say: () => undefined, figure: () => undefined };
    await expect(runBenches(chosen(['step']), { ...settings, peers: true }, listener)).rejects.toThrow(
      /npm run bench:peers:setup/,
    );
  });
});
