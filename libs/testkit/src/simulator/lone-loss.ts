import { rng } from '@ringmaster/core';
import type { Fault, Scenario } from './scenario.js';

/** One world in so many loses a rank, a host, or a way between hosts, and nothing else goes wrong there. */
const ONE_IN = 20;

/** By then the ranks that came later have joined, ms. */
const GROWN_MS = 1_100;

/** What such a world is like: several hosts have ranks, and what is lost is lost while they step. */
export type LoneLoss = Pick<Scenario, 'agents' | 'workers' | 'epochs' | 'computeMs' | 'faults'>;

/** Losses that have to be noticed in time; most of those among other faults, or of short runs, need not. Chance of its own, as for absence. */
export function loneLossOf(seed: number, { slots }: Pick<Scenario, 'slots'>): LoneLoss | undefined {
  const r = rng(seed, 0x1055);
  if (r.below(ONE_IN) > 0) return undefined;
  // So that ranks are on all of them.
  const agents = slots === 1 ? 2 + r.below(2) : 2;
  const workers = { min: 1, max: agents * slots };
  const epochs = 3;
  const computeMs = 150 + r.below(200);
  const host = r.below(agents);
  const atMs = Math.round(GROWN_MS + 0.5 * (4 * epochs * computeMs - GROWN_MS) * r.uniform());
  const forMs = Math.round(3_100 + 6_000 * r.uniform());
  const pick = r.below(3);
  const fault: Fault =
    pick === 0
      ? { kind: 'freeze', what: 'rank', host, atMs, forMs }
      : pick === 1
        ? { kind: 'cut', from: host, to: (host + 1) % agents, isOneWay: r.below(2) === 0, atMs, forMs }
        : { kind: 'kill', what: 'host', host, atMs, backMs: forMs };
  return { agents, workers, epochs, computeMs, faults: [fault] };
}
