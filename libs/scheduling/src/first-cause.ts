import type { ErrorCode, ErrorView } from '@ringmaster/contracts';
import type { AttemptRecord, RankRecord } from './job-record.js';
import { isPoison } from './membership/poison.js';

/** Codes that a rank reports because something else went wrong elsewhere: they lose to every other code. */
const CONSEQUENCES: ReadonlySet<ErrorCode> = new Set(['peer_lost', 'fenced', 'cancelled', 'deadline']);
/** What ended a process or a machine from outside: nothing that another rank says can be the cause of it. */
const CRASHES: ReadonlySet<ErrorCode> = new Set(['rank_crashed', 'rank_out_of_memory', 'agent_lost']);

type Failed = RankRecord & { failure: NonNullable<RankRecord['failure']> };

function weight({ failure }: Failed): number {
  const { code } = failure.cause;
  const kind = CRASHES.has(code) ? 0 : CONSEQUENCES.has(code) ? 2 : 1;
  return (failure.secondary ? 3 : 0) + kind;
}

function earlier(a: Failed, b: Failed): number {
  const sameClock = a.agentId === b.agentId && a.failure.atMs !== undefined && b.failure.atMs !== undefined;
  return sameClock
    ? (a.failure.atMs as number) - (b.failure.atMs as number)
    : (a.endedSeq ?? 0) - (b.endedSeq ?? 0);
}

/**
 * The first cause in causal order of an attempt that ended badly. Primary reports beat secondary ones; among equals a
 * signal, an out-of-memory or a lost agent beats an error of the rank's own, and that beats what a rank only saw of
 * others (`peer_lost`); then the earlier one wins: by the agent's clock on one agent, by arrival between agents. The
 * coordinator's own cause (a deadline, a limit) counts only when no rank has a primary one. That one step killed again and
 * again is what the coordinator alone knows: it tells that of the rank's death.
 */
export function firstCause(attempt: AttemptRecord): ErrorView {
  const failed = attempt.ranks.filter((rank): rank is Failed => rank.failure !== undefined);
  const best = failed.reduce<Failed | undefined>(
    (winner, one) => (winner && (weight(winner) - weight(one) || earlier(winner, one)) <= 0 ? winner : one),
    undefined,
  );
  const own = attempt.stopping?.cause;
  if (own && (!best || best.failure.secondary)) return own;
  if (best && own && isPoison(own)) {
    const { code, details } = described(best);
    return { code, message: own.message, details: { ...details, ...own.details } };
  }
  if (best) return described(best);
  return { code: 'internal', message: `attempt ${attempt.attempt} ended, but no rank said why` };
}

function described({ rank, agentId, failure }: Failed): ErrorView {
  const { cause, signal, exitCode, lastStep, lastLogLines } = failure;
  const details = {
    ...cause.details,
    rank,
    agentId,
    ...(signal !== undefined && { signal }),
    ...(exitCode !== undefined && { exitCode }),
    ...(lastStep !== undefined && { lastStep }),
    ...(lastLogLines !== undefined && lastLogLines.length > 0 && { lastLogLines }),
  };
  return { code: cause.code, message: cause.message, details };
}
