import {
  PLANTED_BUGS,
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

  it('is the same world whenever its seed is played', { timeout: PATIENCE_MS }, async () => {
    for (const seed of [3, 11, 18]) {
      const first = await traced(seed);
      expect(first.length).toBeGreaterThan(10);
      expect(await traced(seed)).toEqual(first);
    }
  });

  // From close to the first seed that shows it, so that the search takes no longer than it must.
  it.each(PLANTED_BUGS.map((bug) => ({ bug, from: bug === 'stale-spool' ? 75 : 1 })))(
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
