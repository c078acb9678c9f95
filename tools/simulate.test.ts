import { LIMITS } from '@ringmaster/contracts';
import {
  type Fault,
  PLANTED_BUGS,
  type PlantedBug,
  phaseTable,
  replayCommand,
  runScenario,
  scenarioOf,
  shrink,
  simulate,
} from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import { nodePlatform } from './testing/node-platform.js';

const platform = nodePlatform();
const seeds = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
/** Two busy cores must not make it fail: what counts is virtual time. */
const PATIENCE_MS = 600_000;

async function traced(seed: number): Promise<readonly string[]> {
  const lines: string[] = [];
  await runScenario({ platform, scenario: scenarioOf(seed), trace: (line) => void lines.push(line) });
  return lines;
}

describe('the protocol in simulated worlds', () => {
  it(
    'keeps its promises in 200 of them, which pass nearly every phase',
    { timeout: PATIENCE_MS },
    async () => {
      const tally = await simulate(seeds(1, 200), { platform });
      expect(tally.failures.map(({ seed, messages }) => `seed ${seed}: ${messages.join('; ')}`)).toEqual([]);
      expect(phaseTable(tally).filter(({ hits }) => hits === 0)).toEqual([]);
      expect(tally.outcomes['succeeded']).toBeGreaterThan(160);
      expect(tally.generations).toBeGreaterThan(tally.attempts);
    },
  );

  it.each([
    {
      seed: 31247,
      agents: 2,
      was: 'a frozen rank that counts as gone when its attempt is stopped held its slot for ever',
    },
  ])('seed $seed: $was', { timeout: PATIENCE_MS }, async ({ seed, agents }) => {
    const { violations } = await runScenario({ platform, scenario: scenarioOf(seed, { agents }) });
    expect(violations).toEqual([]);
  });

  it('throws away a step whose frames have changed places', { timeout: PATIENCE_MS }, async () => {
    const world = { ...scenarioOf(1, { faults: [] }), agents: 2, slots: 1, workers: { min: 2, max: 2 } };
    const lines: string[] = [];
    const { violations, generations, outcome } = await runScenario({
      platform,
      scenario: { ...world, frameBytes: 8, faults: [{ kind: 'frame', index: 40, fate: 'swapped' }] },
      trace: (line) => void lines.push(line),
    });
    expect({ violations, generations, outcome }).toEqual({
      violations: [],
      generations: 2,
      outcome: 'succeeded',
    });
    expect(lines.join('\n')).toMatch(/frame 40 is overtaken/);
  });

  it.each<{ readonly what: string; readonly fault: Fault }>([
    {
      what: 'a rank stands still',
      fault: { kind: 'freeze', what: 'rank', host: 1, atMs: 1_500, forMs: 8_000 },
    },
    {
      what: 'a host does not reach another',
      fault: { kind: 'cut', from: 0, to: 1, isOneWay: true, atMs: 1_500, forMs: 8_000 },
    },
    {
      what: 'two hosts do not reach each other',
      fault: { kind: 'cut', from: 0, to: 1, isOneWay: false, atMs: 1_500, forMs: 8_000 },
    },
    { what: 'a host vanishes', fault: { kind: 'kill', what: 'host', host: 1, atMs: 1_500, backMs: 8_000 } },
  ])('notices in 3 s that $what', { timeout: PATIENCE_MS }, async ({ fault }) => {
    const told: string[] = [];
    for (const seed of seeds(1, 5)) {
      const world = scenarioOf(seed, { faults: [], agents: 3, slots: 1 });
      const { violations } = await runScenario({
        platform,
        scenario: { ...world, workers: { min: 1, max: 3 }, epochs: 4, computeMs: 150, faults: [fault] },
        trace: (line) => void told.push(line),
      });
      expect(violations).toEqual([]);
    }
    const noticedMs = told.flatMap((line) =>
      (/ that .* is noticed after (\d+) ms/.exec(line) ?? []).slice(1).map(Number),
    );
    expect(noticedMs).toHaveLength(5);
    expect(Math.min(...noticedMs)).toBeGreaterThan(LIMITS.peerSilentMs - LIMITS.pingMs);
    expect(Math.max(...noticedMs)).toBeLessThanOrEqual(3_000);
  });

  it('is the same world whenever its seed is played', { timeout: PATIENCE_MS }, async () => {
    for (const seed of [3, 11, 18]) {
      const first = await traced(seed);
      expect(first.length).toBeGreaterThan(10);
      expect(await traced(seed)).toEqual(first);
    }
  });

  // From close to the first seed that shows it, so that the search takes no longer than it must.
  const nearby: Partial<Record<PlantedBug, number>> = { 'stale-spool': 75, 'late-silence': 60 };
  it.each(PLANTED_BUGS.map((bug) => ({ bug, from: nearby[bug] ?? 1 })))(
    'finds $bug, and shrinks the world that shows it',
    { timeout: PATIENCE_MS },
    async ({ bug, from }) => {
      const { failures } = await simulate(seeds(from, 400), { platform, bug, bail: true });
      const seed = failures[0]?.seed ?? NaN;
      expect(seed).toBeGreaterThan(0);
      const { reduction, scenario, report } = await shrink(seed, { platform, bug });
      expect(report.violations).not.toEqual([]);
      expect(scenario.faults.length).toBeLessThanOrEqual(2);
      expect(replayCommand(seed, reduction, bug)).toContain(`--bug ${bug} --trace`);
      // The bug, and not the world, breaks the promise.
      const sound = await runScenario({ platform, scenario });
      expect(sound.violations).toEqual([]);
    },
  );
});
