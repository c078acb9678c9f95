import type { ErrorView } from '@ringmaster/contracts';
import { comparePositions, NOWHERE } from '@ringmaster/core';
import { causeOf, event, type EventBody } from '../job-events.js';
import {
  type AttemptRecord,
  currentAttempt,
  isDraining,
  isLive,
  isSealed,
  type JobRecord,
  membersOf,
  type RankRecord,
  wantedStop,
} from '../job-record.js';
import { driftOf, positionOf, topOf } from './drift.js';
import { isUnbalanced, sharesOf } from '../pace/shard-shares.js';
import { poisonOf } from './poison.js';
import { type Eviction, votedOut } from './votes.js';

/** How many ranks a job could use. */
export const usableRanks = ({ job, scaledTo }: JobRecord): number =>
  Math.min(scaledTo ?? job.workers.max, job.training.shards);

/** How many ranks a job should have now. */
export const wantedRanks = (record: JobRecord): number =>
  Math.min(usableRanks(record), currentAttempt(record)?.allotted ?? Infinity);

/** Ranks that could join the running attempt. */
export function newcomersOf(attempt: AttemptRecord): readonly RankRecord[] {
  const members = new Set(membersOf(attempt));
  return attempt.ranks.filter((rank) => isLive(rank) && !members.has(rank));
}

/** Ranks that ended before they could join, the first one first. */
export function failedNewcomersOf({ ranks, generations }: AttemptRecord): readonly RankRecord[] {
  const joined = new Set(generations.flatMap(({ members }) => members));
  return ranks
    .filter(({ rank, state }) => state === 'failed' && !joined.has(rank))
    .sort((a, b) => (a.endedSeq ?? 0) - (b.endedSeq ?? 0));
}

/**
 * What must follow for the members of an attempt that has begun. A generation ends when a member is lost or when it is
 * asked to; the next one is formed when every member that lives has sealed it.
 */
export function regroup(record: JobRecord, attempt: AttemptRecord): readonly EventBody[] {
  if (!attempt.begun || wantedStop(record, attempt) === 'kill') return [];
  const unequal = unequalNewcomer(attempt);
  if (unequal) return [unequal];
  const live = membersOf(attempt).filter(isLive);
  const sealed = live.filter((rank) => isSealed(attempt, rank));
  if (sealed.length === 0) return askToEnd(record, attempt, live);
  return sealed.length === live.length ? form(record, attempt, sealed) : [];
}

/** A generation that nothing ails ends for those who wait to join, or when fewer ranks are wanted. */
function askToEnd(
  record: JobRecord,
  attempt: AttemptRecord,
  live: readonly RankRecord[],
): readonly EventBody[] {
  const { n } = attempt.generation;
  const isIntact = live.length === membersOf(attempt).length;
  if (attempt.resizing === n || !isIntact || wantedStop(record, attempt) !== 'none') return [];
  const staying = live.filter((rank) => !isDraining(rank));
  const draining = live.filter(isDraining);
  const room = wantedRanks(record) - staying.length;
  const joining = newcomersOf(attempt)
    .filter((rank) => rank.state === 'ready' && !isDraining(rank))
    .slice(0, Math.max(0, room));
  const mayLeave = staying.length > 0 && staying.length + joining.length >= record.job.workers.min;
  const leaving = mayLeave ? draining : [];
  const isStaying = joining.length === 0 && leaving.length === 0 && room >= 0;
  if (isStaying && !isUnbalanced(record, attempt)) return [];
  const reason = isStaying
    ? 'shards go from slow ranks to fast ones'
    : room < 0
      ? `${wantedRanks(record)} workers are wanted`
      : joining.length > 0
        ? `${named(joining)} joins`
        : `${named(leaving)} leaves: ${leaving[0]?.draining}`;
  return [event('resize_requested', { attempt: attempt.attempt, n, reason })];
}

function form(
  record: JobRecord,
  attempt: AttemptRecord,
  sealed: readonly RankRecord[],
): readonly EventBody[] {
  const verdict = votedOut(attempt, record.job.workers.min);
  const staying = sealed.filter(({ rank }) => rank !== verdict?.rank);
  const drift = driftOf(record, sealed);
  const isTrusted = ({ rank }: RankRecord) => !drift.healed.includes(rank);
  const top = topOf(staying.filter(isTrusted));
  const trouble =
    comparePositions(top, NOWHERE) <= 0 && !drift.cause
      ? stateless(sealed)
      : (drift.cause ?? poisonOf(record, attempt, top.step));
  if (trouble)
    return [event('attempt_stopping', { attempt: attempt.attempt, kill: true, cause: causeOf(trouble) })];
  const isAhead = (rank: RankRecord) => isTrusted(rank) && comparePositions(positionOf(rank), top) === 0;
  const members = membersOfNext(record, attempt, { sealed: staying, isAhead });
  // Those that are to stop take one more step together, whatever their number: its end is where they save and stop. And
  // where a member has finished, all steps are done: what is left needs no number either.
  const isEnding =
    wantedStop(record, attempt) !== 'none' || membersOf(attempt).some(({ state }) => state === 'finished');
  if (members.length < record.job.workers.min && !isEnding) return [];
  const source = members.find(isAhead) as RankRecord;
  const healed = members.map(({ rank }) => rank).filter((rank) => drift.healed.includes(rank));
  const shards = sharesOf(record, attempt, members);
  const { epoch, n, nonce } = attempt.generation;
  const dead = membersOf(attempt).filter(({ state }) => state === 'failed');
  return [
    event('generation', {
      attempt: attempt.attempt,
      generation: { epoch: Math.max(epoch, attempt.epoch), n: n + 1, nonce },
      members: members.map(({ rank }) => rank),
      source: source.rank,
      behind: members.filter((rank) => !isAhead(rank)).map(({ rank }) => rank),
      step: top.step,
      deaths: dead.length,
      ...(verdict && { evicted: [verdict.rank] }),
      ...(healed.length > 0 && { healed }),
      ...(shards && { shards: [...shards] }),
      reason: reasonOf(dead, members, {
        sealed,
        verdict,
        healing: healingText(healed, source, sealed),
        shards,
      }),
    }),
  ];
}

interface Sealed {
  readonly sealed: readonly RankRecord[];
  /** It has the state that the next generation begins with. */
  readonly isAhead: (rank: RankRecord) => boolean;
}

/** At least one of them is ahead, if any that has sealed is. */
function membersOfNext(
  record: JobRecord,
  attempt: AttemptRecord,
  { sealed, isAhead }: Sealed,
): readonly RankRecord[] {
  const isJoinable = (rank: RankRecord) =>
    rank.state === 'ready' && !isDraining(rank) && wantedStop(record, attempt) === 'none';
  const newcomers = newcomersOf(attempt).filter(isJoinable);
  // Only a generation that all have ended together is sure not to need those who leave.
  const isAgreed = sealed.every((rank) => rank.sealed?.agreed);
  const staying = sealed.filter((rank) => !isDraining(rank));
  const wanted = wantedRanks(record);
  const isEnough = staying.some(isAhead) && staying.length + newcomers.length >= record.job.workers.min;
  // Where some have to go, a rank whose state is not to be trusted goes before one that others can take theirs from.
  const inOrder = (ranks: readonly RankRecord[]) => [
    ...ranks.filter(isAhead),
    ...ranks.filter((rank) => !isAhead(rank)),
  ];
  const chosen =
    isAgreed && isEnough
      ? inOrder([...staying, ...newcomers]).slice(0, wanted)
      : inOrder([...staying, ...sealed.filter(isDraining), ...newcomers]).slice(
          0,
          Math.max(wanted, isAgreed ? 0 : sealed.length),
        );
  return [...chosen].sort((a, b) => a.rank - b.rank);
}

const stateless = (sealed: readonly RankRecord[]): ErrorView => {
  const said = firstComplaint(sealed);
  const advice = '; check --advertise and --data-ports of their workers';
  return {
    code: 'peer_lost',
    message: `the ranks lost each other before any of them had a state to go on with${said === '' ? '' : said + advice}`,
  };
};

function reasonOf(
  dead: readonly RankRecord[],
  members: readonly RankRecord[],
  {
    sealed,
    verdict,
    healing,
    shards,
  }: {
    readonly sealed: readonly RankRecord[];
    readonly verdict: Eviction | undefined;
    readonly healing: readonly string[];
    readonly shards: readonly number[] | undefined;
  },
): string {
  const joined = members.filter((rank) => !sealed.includes(rank));
  const left = sealed.filter((rank) => !members.includes(rank) && rank.rank !== verdict?.rank);
  const parts = [
    ...dead.map(({ rank, failure }) => failure?.cause.message ?? `rank ${rank} died`),
    ...(verdict ? [`rank ${verdict.rank} had to leave: ${verdict.why}`] : []),
    ...healing,
    ...(joined.length > 0 ? [`${named(joined)} joined`] : []),
    ...(left.length > 0 ? [`${named(left)} left${whyOf(left)}`] : []),
  ];
  if (parts.length > 0) return parts.join('; ');
  return shards && sealed.every((rank) => rank.sealed?.agreed)
    ? `shards are shared by speed: ${members.map(({ rank }, i) => `rank ${rank} computes ${shards[i]}`).join(', ')}`
    : `ranks lost each other${firstComplaint(sealed)}`;
}

/** Who takes whose state because its own had drifted, and what the comparison said. */
function healingText(
  healed: readonly number[],
  source: RankRecord,
  sealed: readonly RankRecord[],
): readonly string[] {
  if (healed.length === 0) return [];
  const found = sealed
    .flatMap(({ sealed: seal }) => seal?.complaints ?? [])
    .find((one) => one.kind === 'drifted');
  const who = `rank${healed.length === 1 ? '' : 's'} ${healed.join(', ')}`;
  return [
    `${who} had drifted and took the state of rank ${source.rank}${found ? ` (${found.message})` : ''}`,
  ];
}

/** What began it, in the words of the first rank that complains. */
function firstComplaint(sealed: readonly RankRecord[]): string {
  const [first] = sealed.flatMap(({ rank, sealed: seal }) =>
    (seal?.complaints ?? []).map(({ message }) => `: rank ${rank} says: ${message}`),
  );
  return first ?? '';
}

/** Why those leave that were asked to end. */
function whyOf(ranks: readonly RankRecord[]): string {
  const reasons = new Set(ranks.flatMap(({ draining }) => draining ?? []));
  return reasons.size > 0 ? `: ${[...reasons].join('; ')}` : '';
}

const named = (ranks: readonly RankRecord[]): string =>
  `rank${ranks.length === 1 ? '' : 's'} ${ranks.map(({ rank }) => rank).join(', ')}`;

/** One that computes otherwise, or with other data, is left out before it joins. */
function unequalNewcomer(attempt: AttemptRecord): EventBody | undefined {
  const [first] = membersOf(attempt);
  const ready = newcomersOf(attempt).filter(({ state }) => state === 'ready');
  for (const { rank, agentId, fingerprint, datasetHash } of ready) {
    const message =
      fingerprint !== first?.fingerprint
        ? `runs another engine than rank ${first?.rank}: ${fingerprint} ≠ ${first?.fingerprint}`
        : datasetHash !== first?.datasetHash
          ? `reads other data than rank ${first?.rank}: ${datasetHash} ≠ ${first?.datasetHash}`
          : undefined;
    if (message === undefined) continue;
    const cause = { code: 'incompatible' as const, message: `rank ${rank} on agent ${agentId} ${message}` };
    return event('rank_failed', { attempt: attempt.attempt, rank, failure: { cause, secondary: true } });
  }
  return undefined;
}
