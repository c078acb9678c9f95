import { type Clock, comparePositions, NOWHERE, type Position } from '@ringmaster/core';
import type { RankName } from '../ports/checkpoint-spool.js';

/** A rank of this host that has not ended. */
export interface WaitingRank {
  readonly assignment: RankName;
  /** Where it stands, when it holds its sealed state and waits for another generation. */
  readonly sealedAt: Position | undefined;
}

/**
 * Those that hold a state which another rank of their attempt on this host holds as well, or is beyond: when all give up
 * they end without a checkpoint, since one is enough.
 */
export function withoutCheckpoint<T extends WaitingRank>(ranks: readonly T[]): ReadonlySet<T> {
  return new Set(ranks.filter((rank) => rank.sealedAt && keeperOf(rank, ranks) !== rank));
}

/** The first of those of its attempt that are furthest ahead. */
function keeperOf<T extends WaitingRank>({ assignment: of }: T, ranks: readonly T[]): T | undefined {
  return ranks
    .filter(
      ({ sealedAt, assignment }) =>
        sealedAt && assignment.jobId === of.jobId && assignment.attempt === of.attempt,
    )
    .reduce<T | undefined>((best, one) => (best && isUpTo(one, best) ? best : one), undefined);
}

const isUpTo = (one: WaitingRank, other: WaitingRank): boolean =>
  comparePositions(one.sealedAt ?? NOWHERE, other.sealedAt ?? NOWHERE) <= 0;

export interface GraceOptions {
  readonly graceMs: number;
  readonly clock: Clock;
  /** It has begun. */
  readonly onBegun: () => void;
  readonly giveUp: (reason: string) => void;
}

/** How long ranks go on, or wait, without a coordinator: from when it went away, or was not there. */
export function coordinatorGrace({ graceMs, clock, onBegun, giveUp }: GraceOptions) {
  let cancel = (): void => undefined;
  return {
    cancel: () => cancel(),
    begin() {
      cancel();
      onBegun();
      cancel = clock.after(graceMs, () => giveUp(`no coordinator for ${graceMs / 1000} s`));
    },
  };
}
