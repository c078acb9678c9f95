import type { ErrorView } from '@ringmaster/contracts';
import { comparePositions, NOWHERE, type Position } from '@ringmaster/core';
import type { JobRecord, RankRecord } from '../job-record.js';

/** Newcomers have no state yet. */
export const positionOf = ({ sealed }: RankRecord): Position => sealed ?? NOWHERE;

/** The position that is furthest ahead. */
export const topOf = (ranks: readonly RankRecord[]): Position =>
  ranks.map(positionOf).reduce((a, b) => (comparePositions(a, b) >= 0 ? a : b), NOWHERE);

/** What is to be done about sealed ranks whose states are not the same. */
export interface Drift {
  /** Numbers of the ranks that are to take the state of the majority. */
  readonly healed: readonly number[];
  /** Nobody can tell which state is the right one, or the job does not heal: it ends. */
  readonly cause?: ErrorView;
}

/**
 * Ranks at one position hold the same bits, or something is wrong with a machine. Where the job heals, those that a
 * comparison of replicas has named, and those at the foremost position whose weights are not those of its majority,
 * take the state of the others. Pure.
 */
export function driftOf({ job }: JobRecord, sealed: readonly RankRecord[]): Drift {
  if (job.training.onDrift !== 'heal') return { healed: [], ...causeOf(unequalPair(sealed)) };
  const named = new Set(
    sealed.flatMap(({ sealed: seal }) =>
      (seal?.complaints ?? []).flatMap(({ kind, rank }) => (kind === 'drifted' ? [rank] : [])),
    ),
  );
  const trusted = sealed.filter(({ rank }) => !named.has(rank));
  const top = topOf(trusted);
  const ahead = trusted.filter((rank) => comparePositions(positionOf(rank), top) === 0);
  const right = majorityOf(ahead);
  if (right === undefined) return { healed: [], ...causeOf(unequalPair(ahead) ?? noneLeft(sealed)) };
  const wrong = ahead.filter(({ sealed: seal }) => seal?.weightsSha256 !== right);
  const healed = sealed.filter((rank) => named.has(rank.rank) || wrong.includes(rank));
  return { healed: healed.map(({ rank }) => rank) };
}

const causeOf = (cause: ErrorView | undefined): { readonly cause?: ErrorView } => (cause ? { cause } : {});

/** The weights of more than half of the ranks. */
function majorityOf(ranks: readonly RankRecord[]): string | undefined {
  const hashes = ranks.map(({ sealed }) => sealed?.weightsSha256 ?? '');
  return hashes.find((hash) => 2 * hashes.filter((other) => other === hash).length > hashes.length);
}

function unequalPair(sealed: readonly RankRecord[]): ErrorView | undefined {
  for (const a of sealed)
    for (const b of sealed) {
      if (comparePositions(positionOf(a), positionOf(b)) !== 0) continue;
      if (a.sealed?.weightsSha256 === b.sealed?.weightsSha256) continue;
      return {
        code: 'replica_drift',
        message: `ranks ${a.rank} and ${b.rank} stand at step ${a.sealed?.step} with different weights, ${a.sealed?.weightsSha256.slice(0, 12)} and ${b.sealed?.weightsSha256.slice(0, 12)}; compare the machines of these ranks`,
      };
    }
  return undefined;
}

const noneLeft = (sealed: readonly RankRecord[]): ErrorView => ({
  code: 'replica_drift',
  message: `the replicas of all ranks that are left (${sealed.map(({ rank }) => rank).join(', ')}) had drifted from those of others; go on from a checkpoint: \`ringmaster retry\``,
});
