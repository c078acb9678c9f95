import {
  compareGenerations,
  type ComplaintKind,
  type Generation,
  NOWHERE,
  type Position,
  sameGeneration,
} from '@ringmaster/core';

/** What a rank says about another one, or, where replicas were compared, about itself. Ranks are numbers in the attempt, which do not change. */
export interface Complaint {
  readonly rank: number;
  readonly kind: ComplaintKind;
  readonly message: string;
}

/** A rank's word that nothing of its generation will be applied any more, and where it stands. */
export interface SealFacts {
  readonly position: Position;
  readonly weightsSha256: string;
  /** All ranks ended the generation together. */
  readonly agreed: boolean;
  readonly complaints: readonly Complaint[];
}

/** What the coordinator says about a generation. */
export interface Formation {
  readonly generation: Generation;
  /** Their place is the rank within the generation. */
  readonly members: readonly { readonly rank: number; readonly address: string }[];
  /** Hands its state to those that are behind. */
  readonly source: number;
  readonly behind: readonly number[];
  /** How many shards each member computes, in their order; evenly shared where absent. */
  readonly shardCounts?: readonly number[] | undefined;
}

export type RankPhase =
  /** Prepared, without a state to vouch for. */
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'forming';
      readonly formation: Formation;
      readonly seal: SealFacts | undefined;
      /** It was asked to end this generation before it had begun: it does so after the first step. */
      readonly resizing: boolean;
    }
  | { readonly kind: 'running'; readonly formation: Formation }
  | { readonly kind: 'sealed'; readonly generation: Generation; readonly seal: SealFacts }
  | { readonly kind: 'over' };

export type RankInput =
  | { readonly kind: 'go'; readonly formation: Formation }
  /** Connected to every member, and as far as they are. */
  | { readonly kind: 'joined' }
  | { readonly kind: 'joinFailed'; readonly complaints: readonly Complaint[] }
  /** The loop has ended the running generation. */
  | { readonly kind: 'sealed'; readonly seal: SealFacts }
  | { readonly kind: 'resize'; readonly generation: Generation }
  | { readonly kind: 'leave' }
  /** Nobody who could form a generation has been there for too long. */
  | { readonly kind: 'giveUp' };

export type RankEffect =
  /** Connect, and hand over or take over state as the formation says. */
  | { readonly kind: 'join'; readonly formation: Formation }
  | { readonly kind: 'report'; readonly generation: Generation; readonly seal: SealFacts }
  /** Take steps. */
  | { readonly kind: 'run'; readonly formation: Formation }
  /** Say `resize` with every step of this generation from now on. */
  | { readonly kind: 'raiseResize' }
  | { readonly kind: 'leave' }
  /** Keep the sealed state where it survives this process, and end. */
  | { readonly kind: 'giveUp' };

export interface RankTurn {
  readonly phase: RankPhase;
  readonly effects: readonly RankEffect[];
}

/** A rank that has nothing to lose and nothing to give. */
const EMPTY_SEAL: SealFacts = { position: NOWHERE, weightsSha256: '', agreed: false, complaints: [] };

/**
 * The membership of one rank: running → sealed → forming → running. Pure. What does not fit the phase changes nothing:
 * orders are repeated after reconnects, and old ones may come late.
 */
export function rankTurn(phase: RankPhase, input: RankInput): RankTurn {
  const stay: RankTurn = { phase, effects: [] };
  switch (input.kind) {
    case 'go':
      return isNext(phase, input.formation) ? forming(phase, input.formation) : stay;
    case 'joined':
      return phase.kind === 'forming' ? running(phase) : stay;
    case 'joinFailed': {
      if (phase.kind !== 'forming') return stay;
      const seal = { ...(phase.seal ?? EMPTY_SEAL), agreed: false, complaints: input.complaints };
      return sealed(phase.formation.generation, seal);
    }
    case 'sealed':
      return phase.kind === 'running' ? sealed(phase.formation.generation, input.seal) : stay;
    case 'resize':
      return resized(phase, input.generation) ?? stay;
    case 'leave':
      // Whoever runs or forms has not sealed: the others may count on it.
      return phase.kind === 'sealed' || phase.kind === 'waiting'
        ? { phase: { kind: 'over' }, effects: [{ kind: 'leave' }] }
        : stay;
    case 'giveUp':
      // Whoever has not sealed goes on with the others, and whoever waits has nothing to keep.
      return phase.kind === 'sealed' ? { phase: { kind: 'over' }, effects: [{ kind: 'giveUp' }] } : stay;
  }
}

/** Only a rank that has sealed, or has no state yet, may enter a generation, and only a newer one. */
function isNext(phase: RankPhase, { generation }: Formation): boolean {
  if (phase.kind === 'waiting') return true;
  return phase.kind === 'sealed' && compareGenerations(generation, phase.generation) > 0;
}

function forming(phase: RankPhase, formation: Formation): RankTurn {
  const seal = phase.kind === 'sealed' ? phase.seal : undefined;
  return {
    phase: { kind: 'forming', formation, seal, resizing: false },
    effects: [{ kind: 'join', formation }],
  };
}

function running({ formation, resizing }: Extract<RankPhase, { kind: 'forming' }>): RankTurn {
  const effects: RankEffect[] = [{ kind: 'run', formation }];
  if (resizing) effects.push({ kind: 'raiseResize' });
  return { phase: { kind: 'running', formation }, effects };
}

function resized(phase: RankPhase, generation: Generation): RankTurn | undefined {
  if (!('formation' in phase) || !sameGeneration(phase.formation.generation, generation)) return undefined;
  return phase.kind === 'running'
    ? { phase, effects: [{ kind: 'raiseResize' }] }
    : { phase: { ...phase, resizing: true }, effects: [] };
}

const sealed = (generation: Generation, seal: SealFacts): RankTurn => ({
  phase: { kind: 'sealed', generation, seal },
  effects: [{ kind: 'report', generation, seal }],
});
