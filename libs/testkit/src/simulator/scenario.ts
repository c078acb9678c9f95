import { LIMITS } from '@ringmaster/contracts';
import { type Rng, rng } from '@ringmaster/core';
import { absenceOf } from './absence.js';
import { loneLossOf } from './lone-loss.js';
import { type Phase, phasesOf } from './phases.js';

/**
 * What happens to one frame on its way. `swapped`: the next one of its connection comes before it. `stale`: one of an
 * earlier exchange does.
 */
const FRAME_FATES = ['lost', 'twice', 'damaged', 'stale', 'swapped'] as const;
export type FrameFate = (typeof FRAME_FATES)[number];

/** One thing that goes wrong, or that somebody asks for. Times are milliseconds from the start of the world. */
export type Fault =
  /** Whoever passes this phase for the `hit`-th time dies there. `vanished`: with its host, and nobody is told. */
  | {
      readonly kind: 'crash';
      readonly phase: Phase;
      readonly hit: number;
      readonly how: 'crashed' | 'vanished';
      readonly backMs: number;
    }
  | {
      readonly kind: 'kill';
      /** `disk`: as `host`, and what its agent had spooled is gone, too. */
      readonly what: 'agent' | 'host' | 'disk' | 'rank' | 'coordinator';
      readonly host: number;
      readonly atMs: number;
      readonly backMs: number;
    }
  | {
      readonly kind: 'freeze';
      readonly what: 'agent' | 'rank' | 'coordinator';
      readonly host: number;
      readonly atMs: number;
      readonly forMs: number;
    }
  /** The coordinator stops; another one takes over, and then the first one goes on. */
  | { readonly kind: 'takeover'; readonly atMs: number; readonly forMs: number }
  /** No message comes through, one way or both; -1 is the coordinator's host. */
  | {
      readonly kind: 'cut';
      readonly from: number;
      readonly to: number;
      readonly isOneWay: boolean;
      readonly atMs: number;
      readonly forMs: number;
    }
  | { readonly kind: 'frame'; readonly index: number; readonly fate: FrameFate }
  | {
      readonly kind: 'redis';
      readonly what: 'down' | 'tail' | 'wipe';
      readonly atMs: number;
      readonly amount: number;
    }
  | { readonly kind: 'scale'; readonly workers: number; readonly atMs: number }
  | { readonly kind: 'pause'; readonly atMs: number; readonly forMs: number }
  | { readonly kind: 'cancel'; readonly atMs: number }
  /** A step that fails, or kills its rank, whoever computes it and however often. */
  | { readonly kind: 'poison'; readonly step: number; readonly how: 'error' | 'crash' };

export interface Scenario {
  readonly seed: number;
  readonly agents: number;
  readonly slots: number;
  readonly workers: { readonly min: number; readonly max: number };
  readonly shards: number;
  readonly epochs: number;
  readonly checkpointEvery: number;
  /** How long ranks go on, or wait, without a coordinator. */
  readonly graceMs: number;
  readonly computeMs: number;
  /** The most that a frame between ranks carries: where it is little, sums and records take several. */
  readonly frameBytes: number;
  readonly pace: { readonly baseMs: number; readonly jitterMs: number };
  readonly faults: readonly Fault[];
}

/** A smaller world than the seed asks for; what is absent stays. */
export interface Reduction {
  /** Numbers of the faults that stay. */
  readonly faults?: readonly number[] | undefined;
  readonly agents?: number | undefined;
  readonly slots?: number | undefined;
  readonly epochs?: number | undefined;
}

export const MAX_ATTEMPTS = 6;

/** About how often a run passes each phase, so that crashes fall on all of it. */
const USUAL_HITS: Partial<Record<Phase, number>> = {
  'rank: before a frame is sent': 250,
  'rank: after a frame was sent': 250,
  'rank: after a frame was received': 250,
  'rank: after the sum, before it is applied': 24,
  'rank: after it was applied, before anybody knows': 24,
  'rank: while a checkpoint is written': 16,
  'coordinator: while a file is stored': 16,
  'coordinator: before the log is written': 16,
  'coordinator: between Redis and the mirror': 16,
  'coordinator: after the log, before it is acted on': 16,
  'coordinator: while orders are sent': 12,
  'coordinator: before an event is acknowledged': 20,
};

/** Phases that only a change of members passes. */
const REGROUPING: ReadonlySet<Phase> = new Set([
  'rank: sealed, before the report',
  'rank: while it hands over its state',
  'rank: while it takes over a state',
]);

/** Makes ranks leave and come, so that the phases of that are passed. */
const regrouping = (r: Rng, agents: number): Fault => ({
  ...{ kind: 'kill', what: r.below(2) === 0 ? 'agent' : 'rank', host: r.below(agents) },
  ...{ atMs: Math.round(100 + 500 * r.uniform()), backMs: Math.round(20 + 200 * r.uniform()) },
});

/** Some ranks cut sums and records into several frames, as those of a large model are. Chance of its own, as for absence. */
function frameBytesOf(seed: number, faults: readonly Fault[]): number {
  const r = rng(seed, 0xf4a3);
  const oneIn = faults.some(({ kind }) => kind === 'frame') ? 2 : 16;
  return r.below(oneIn) === 0 ? 8 * (1 + r.below(8)) : LIMITS.frameBytes;
}

/** The world of a seed: pure. */
export function scenarioOf(seed: number, reduction: Reduction = {}): Scenario {
  const r = rng(seed, 0x51a1);
  const between = (low: number, high: number) => low + r.below(high - low + 1);
  const agents = between(1, 3);
  const slots = between(1, 2);
  const max = between(1, Math.min(4, agents * slots));
  const shape = {
    ...{ seed, agents, slots },
    workers: { min: r.below(4) === 0 ? Math.min(2, max) : 1, max: Math.max(max, between(1, 4)) },
    shards: between(4, 5),
    epochs: [2, 2, 2, 3, 3, 4][r.below(6)] as number,
    checkpointEvery: between(2, 5),
    // Some are so slow that pings, heartbeats and silences matter within a step.
    computeMs: r.below(6) === 0 ? between(200, 900) : between(2, 40),
    pace: { baseMs: 0.2 + 3 * r.uniform(), jitterMs: 8 * r.uniform() },
  };
  const horizonMs = Math.max(1_500, 4 * shape.epochs * shape.computeMs);
  const count = [0, 1, 1, 1, 2, 2, 2, 3, 4, 7][r.below(10)] as number;
  const faults = Array.from({ length: count }, () => faultOf(r, { agents, horizonMs })).flatMap((fault) =>
    fault.kind === 'crash' && REGROUPING.has(fault.phase) ? [fault, regrouping(r, agents)] : [fault],
  );
  const absence = absenceOf(seed, shape);
  const whole = {
    ...{ ...shape, graceMs: absence?.graceMs ?? LIMITS.coordinatorGraceMs },
    frameBytes: frameBytesOf(seed, faults),
    faults: possible([...faults, ...(absence?.faults ?? [])]),
    ...(!absence && loneLossOf(seed, shape)),
  };
  return reduced(whole, reduction);
}

export function reduced(scenario: Scenario, { faults, agents, slots, epochs }: Reduction): Scenario {
  const smaller = {
    ...scenario,
    ...(agents !== undefined && { agents }),
    ...(slots !== undefined && { slots }),
    ...(epochs !== undefined && { epochs }),
    ...(faults && { faults: scenario.faults.filter((_, index) => faults.includes(index)) }),
  };
  const min = Math.min(smaller.workers.min, smaller.agents * smaller.slots);
  return { ...smaller, workers: { ...smaller.workers, min } };
}

/** A wiped Redis has forgotten who was replaced, so it is not combined with a takeover; one stop of the job is enough. */
function possible(faults: readonly Fault[]): readonly Fault[] {
  const hasTakeover = faults.some(({ kind }) => kind === 'takeover');
  const stops = faults.filter(({ kind }) => kind === 'cancel' || kind === 'poison' || kind === 'pause');
  return faults.filter(
    (fault) =>
      !(hasTakeover && fault.kind === 'redis' && fault.what === 'wipe') &&
      (!stops.includes(fault) || fault === stops[0]),
  );
}

function faultOf(
  r: Rng,
  { agents, horizonMs }: { readonly agents: number; readonly horizonMs: number },
): Fault {
  const atMs = Math.round(horizonMs * r.uniform());
  const host = r.below(agents);
  const short = () => Math.round(20 + 3_000 * r.uniform() ** 2);
  const pick = r.below(100);
  if (pick < 34) return crashOf(r, 'rank', short());
  if (pick < 48) return crashOf(r, 'coordinator', short());
  if (pick < 58) {
    const what = (['agent', 'host', 'rank', 'coordinator'] as const)[r.below(4)] as 'agent';
    return { kind: 'kill', what, host, atMs, backMs: short() };
  }
  if (pick < 66) {
    const what = (['agent', 'rank', 'coordinator'] as const)[r.below(3)] as 'agent';
    return { kind: 'freeze', what, host, atMs, forMs: Math.round(200 + 8_000 * r.uniform() ** 2) };
  }
  if (pick < 70) return { kind: 'takeover', atMs, forMs: 5_500 + r.below(4_000) };
  if (pick < 80) {
    const to = r.below(agents + 1) - 1;
    const from = to === host ? -1 : host;
    return {
      kind: 'cut',
      from,
      to,
      isOneWay: r.below(2) === 0,
      atMs,
      forMs: Math.round(200 + 9_000 * r.uniform() ** 2),
    };
  }
  if (pick < 87) {
    const fate = FRAME_FATES[r.below(FRAME_FATES.length)] as FrameFate;
    return { kind: 'frame', index: 1 + r.below(200), fate };
  }
  if (pick < 92) {
    const what = (['down', 'tail', 'wipe'] as const)[r.below(3)] as 'down';
    return { kind: 'redis', what, atMs, amount: what === 'down' ? short() : 1 + r.below(4) };
  }
  if (pick < 96) return { kind: 'scale', workers: 1 + r.below(4), atMs };
  if (pick < 98) return { kind: 'pause', atMs, forMs: short() };
  if (pick < 99) return { kind: 'cancel', atMs };
  return { kind: 'poison', step: r.below(8), how: r.below(2) === 0 ? 'error' : 'crash' };
}

function crashOf(r: Rng, who: 'rank' | 'coordinator', backMs: number): Fault {
  const phases = phasesOf(who);
  const phase = phases[r.below(phases.length)] as Phase;
  const hit = 1 + r.below(USUAL_HITS[phase] ?? 3);
  return { kind: 'crash', phase, hit, how: r.below(3) === 0 ? 'vanished' : 'crashed', backMs };
}

/** For people. */
export function describeFault(fault: Fault): string {
  const host = (number: number) => (number < 0 ? 'the coordinator' : `host ${number}`);
  switch (fault.kind) {
    case 'crash':
      return `${fault.phase.split(': ')[0]} ${fault.how} ${fault.phase.split(': ')[1]} (time ${fault.hit}), back after ${fault.backMs} ms`;
    case 'kill':
      return `${fault.what === 'coordinator' ? 'the coordinator' : `${fault.what} on ${host(fault.host)}`} is killed at ${fault.atMs} ms, back after ${fault.backMs} ms`;
    case 'freeze':
      return `${fault.what === 'coordinator' ? 'the coordinator' : `${fault.what} on ${host(fault.host)}`} stops at ${fault.atMs} ms for ${fault.forMs} ms`;
    case 'takeover':
      return `the coordinator stops at ${fault.atMs} ms for ${fault.forMs} ms, and another one takes over`;
    case 'cut':
      return `nothing gets from ${host(fault.from)} to ${host(fault.to)}${fault.isOneWay ? '' : ' or back'} from ${fault.atMs} ms for ${fault.forMs} ms`;
    case 'frame':
      return `frame ${fault.index} is ${fault.fate === 'stale' ? 'overtaken by a stale one' : fault.fate === 'swapped' ? 'overtaken by the one behind it' : fault.fate}`;
    case 'redis':
      return `Redis ${fault.what === 'down' ? `does not answer for ${fault.amount} ms` : fault.what === 'tail' ? `loses ${fault.amount} records` : 'is wiped'} at ${fault.atMs} ms`;
    case 'scale':
      return `${fault.workers} workers are wanted at ${fault.atMs} ms`;
    case 'pause':
      return `paused at ${fault.atMs} ms, resumed ${fault.forMs} ms later`;
    case 'cancel':
      return `cancelled at ${fault.atMs} ms`;
    case 'poison':
      return `step ${fault.step} ${fault.how === 'error' ? 'fails' : 'kills its rank'} every time`;
  }
}
