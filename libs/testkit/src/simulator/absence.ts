import { LIMITS } from '@ringmaster/contracts';
import { type Rng, rng } from '@ringmaster/core';
import { type Phase, phasesOf } from './phases.js';
import type { Fault, Scenario } from './scenario.js';

/** One world in so many has a coordinator that stays away for longer than its ranks wait. */
const ONE_IN = 10;

/** How long ranks wait without a coordinator in such a world, ms, and what goes wrong there. */
export interface Absence {
  readonly graceMs: number;
  readonly faults: readonly Fault[];
}

type Shape = Pick<Scenario, 'agents' | 'epochs' | 'computeMs'>;

/**
 * A coordinator that is away for long: ranks give up, and what they have spooled is delivered when it is back, also when
 * their agent dies, comes late, or begins anew, with or without its disk. Chance of its own: other worlds stay as they are.
 */
export function absenceOf(seed: number, { agents, epochs, computeMs }: Shape): Absence | undefined {
  const r = rng(seed, 0x5900);
  if (r.below(ONE_IN) > 0) return undefined;
  // So that most ranks are at it still when their patience ends.
  const trainingMs = 4 * epochs * computeMs;
  const graceMs = Math.round(30 + 0.6 * trainingMs * r.uniform());
  const atMs = Math.round(60 + (100 + 0.6 * trainingMs) * r.uniform());
  // A step that is under way is finished first.
  const backMs = graceMs + Math.round(computeMs + 200 + 3_000 * r.uniform());
  const faults: Fault[] = [{ kind: 'kill', what: 'coordinator', host: r.below(3), atMs, backMs }];
  for (let more = r.below(3); more > 0; more--)
    faults.push(trouble(r, { agents, awayMs: [atMs, atMs + backMs] }));
  return { graceMs, faults };
}

interface While {
  readonly agents: number;
  /** From when to when no coordinator is there. */
  readonly awayMs: readonly [number, number];
}

function trouble(r: Rng, { agents, awayMs: [from, to] }: While): Fault {
  const host = r.below(agents);
  const atMs = Math.round(from + (to - from) * r.uniform());
  // Some come back after the others have gone on without them.
  const late = to - atMs + LIMITS.adoptionMs + 10_000 * r.uniform();
  const backMs = Math.round(r.below(2) === 0 ? 3_000 * r.uniform() : late);
  const pick = r.below(10);
  if (pick < 2) return { kind: 'kill', what: 'rank', host, atMs, backMs };
  if (pick < 5) {
    const what = (['agent', 'host', 'disk'] as const)[r.below(3)] as 'agent';
    return { kind: 'kill', what, host, atMs: Math.round(to - 400 * r.uniform()), backMs };
  }
  if (pick < 7) return { kind: 'cut', from: host, to: -1, isOneWay: r.below(2) === 0, atMs, forMs: backMs };
  const phases = phasesOf('spool');
  const phase = phases[r.below(phases.length)] as Phase;
  return {
    kind: 'crash',
    phase,
    hit: 1 + r.below(5),
    how: r.below(3) === 0 ? 'vanished' : 'crashed',
    backMs,
  };
}
