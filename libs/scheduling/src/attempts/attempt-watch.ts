import { durationMs, type ErrorView, LIMITS } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import type { Presence } from '../agents/agent-registry.js';
import type { JobInput } from '../job-inputs.js';
import {
  type AttemptRecord,
  currentAttempt,
  isLive,
  isPausing,
  isSealed,
  type JobRecord,
  membersOf,
  type RankRecord,
  wantedStop,
} from '../job-record.js';
import type { Deliveries } from './deliveries.js';

/** When the phases of the running attempt began, and which ranks nobody has vouched for; monotonic milliseconds. */
interface Watch {
  readonly attempt: number;
  readonly startedMs: number;
  /** When bytes of its data last went to a rank. */
  dataMs?: number;
  /** When bytes of an artifact last came from one. */
  artifactMs?: number;
  politeMs?: number;
  killMs?: number;
  /** Ranks that no agent reports, with the time until which one may. */
  readonly unseen: Map<number, number>;
  /** When the members of generation `n` began to lose each other. */
  torn?: { readonly n: number; readonly sinceMs: number };
  /** The attempt ran before this process did and is not confirmed yet. */
  inherited: boolean;
}

/** The deadlines of running attempts: what a job's input is when nobody says anything. */
export interface AttemptWatch {
  /** Takes note of a change of the record; `inherited` for attempts found in the log at the start. */
  observe(record: JobRecord, inherited?: boolean): void;
  /** An agent said what it runs: its other ranks have a moment left to report their end. */
  agentSaid(record: JobRecord, agentId: string, ranks: ReadonlySet<number>): void;
  /** Ranks of the job are fetching its data: they may get ready later. */
  dataMoved(record: JobRecord): void;
  /** Bytes of one of the job's artifacts came: a checkpoint that an attempt ends with may take longer. */
  artifactMoved(jobId: string): void;
  /** What is due now. Asked regularly; an input that could not be written down is due again. */
  due(record: JobRecord, presence: (agentId: string) => Presence): readonly JobInput[];
  /** When a deadline that is shorter than the regular ticks may fall due, from now. */
  nextDueMs(record: JobRecord): number | undefined;
  /** All live ranks of an inherited attempt are reported; true once. */
  confirmed(record: JobRecord): boolean;
}

/** @param deliveries checkpoints of ranks that have ended, which the next attempt is to begin with */
export function createAttemptWatch(
  clock: Clock,
  deliveries: Pick<Deliveries, 'isAwaited'> = { isAwaited: () => false },
): AttemptWatch {
  const watches = new Map<string, Watch>();

  const begin = (record: JobRecord, attempt: AttemptRecord, inherited: boolean): Watch => {
    const now = clock.monotonicMs();
    const ranMs = inherited ? Math.max(0, clock.wallMs() - Date.parse(attempt.startedAt)) : 0;
    const live = inherited ? attempt.ranks.filter(isLive) : [];
    const unseen = new Map(live.map(({ rank }) => [rank, now + LIMITS.adoptionMs]));
    const watch: Watch = { attempt: attempt.attempt, startedMs: now - ranMs, unseen, inherited };
    watches.set(record.jobId, watch);
    return watch;
  };

  const watchOf = (record: JobRecord): { attempt: AttemptRecord; watch: Watch } | undefined => {
    const attempt = currentAttempt(record);
    const watch = watches.get(record.jobId);
    return attempt && watch?.attempt === attempt.attempt ? { attempt, watch } : undefined;
  };

  return {
    observe(record, inherited = false) {
      const attempt = currentAttempt(record);
      if (!attempt) return void watches.delete(record.jobId);
      const watch = watchOf(record)?.watch ?? begin(record, attempt, inherited);
      for (const rank of attempt.ranks) if (!isLive(rank)) watch.unseen.delete(rank.rank);
      const stop = wantedStop(record, attempt);
      if (stop === 'polite') watch.politeMs ??= clock.monotonicMs();
      if (stop === 'kill') watch.killMs ??= clock.monotonicMs();
      const { n } = attempt.generation;
      if (isTorn(attempt) && watch.torn?.n !== n) watch.torn = { n, sinceMs: clock.monotonicMs() };
    },
    agentSaid(record, agentId, ranks) {
      const found = watchOf(record);
      for (const { rank, agentId: owner } of found?.attempt.ranks.filter(isLive) ?? []) {
        if (owner !== agentId) continue;
        if (ranks.has(rank)) found?.watch.unseen.delete(rank);
        else found?.watch.unseen.set(rank, clock.monotonicMs() + LIMITS.agentLostMs);
      }
    },
    dataMoved(record) {
      const found = watchOf(record);
      if (found) found.watch.dataMs = clock.monotonicMs();
    },
    artifactMoved(jobId) {
      const watch = watches.get(jobId);
      if (watch) watch.artifactMs = clock.monotonicMs();
    },
    nextDueMs(record) {
      const found = watchOf(record);
      const torn = found?.watch.torn;
      if (!found || !torn || torn.n !== found.attempt.generation.n) return undefined;
      const patience = unsealedMembers(found.attempt).map((rank) => patienceFor(found.attempt, rank).ms);
      if (patience.length === 0) return undefined;
      return Math.max(0, torn.sinceMs + Math.min(...patience) - clock.monotonicMs()) + 1;
    },
    confirmed(record) {
      const watch = watchOf(record)?.watch;
      if (!watch?.inherited || watch.unseen.size > 0) return false;
      watch.inherited = false;
      return true;
    },
    due(record, presence) {
      const found = watchOf(record);
      if (!found) return [];
      const { attempt, watch } = found;
      const now = clock.monotonicMs();
      const isAwaited = ({ rank, agentId }: RankRecord) =>
        deliveries.isAwaited({ jobId: record.jobId, attempt: attempt.attempt, rank, agentId });
      const awaited = new Set(
        goesOn(record, attempt) ? attempt.ranks.filter(isAwaited).map(({ rank }) => rank) : [],
      );
      return [
        ...missing(attempt, watch, presence, now),
        ...unheard(attempt, watch, now),
        ...overdue(record, attempt, watch, { now, isAwaited }),
      ].filter((input) => input.kind !== 'rank_lost' || !awaited.has(input.rank));
    },
  };
}

function missing(
  record: AttemptRecord,
  watch: Watch,
  presence: (agentId: string) => Presence,
  now: number,
): readonly JobInput[] {
  const { attempt, ranks } = record;
  const inputs: JobInput[] = [];
  const isOneHere = membersOf(record).some((one) => isLive(one) && presence(one.agentId) === 'here');
  // Ranks step on without their agent; but nobody can tell that they have sealed, got ready, or finished like others. And
  // those elsewhere that still connect to them do not miss them yet: they would have told of a first step.
  const areWaitedFor =
    !record.begun ||
    isTorn(record) ||
    (isUntried(record) && isOneHere) ||
    record.resizing === record.generation.n ||
    membersOf(record).some(({ state }) => state === 'finished');
  const isLost = ({ agentId, state }: RankRecord): boolean => {
    const here = presence(agentId);
    // One that has done no step is not connected to ranks that would miss it.
    const isNew = state === 'assigned' || state === 'ready';
    return here === 'gone' || (here === 'silent' && (areWaitedFor || isNew));
  };
  for (const one of ranks.filter(isLive)) {
    const { rank, agentId } = one;
    const until = watch.unseen.get(rank);
    if (until === undefined ? !isLost(one) : now < until) continue;
    const message =
      until !== undefined && !isLost(one)
        ? `agent ${agentId} does not run rank ${rank} any more and did not say why it ended`
        : `agent ${agentId}, which ran rank ${rank}, was silent for too long or left`;
    inputs.push({ kind: 'rank_lost', attempt, rank, cause: { code: 'agent_lost', message } });
  }
  return inputs;
}

/** A member has sealed or died, so the others have to seal too. */
const isTorn = (attempt: AttemptRecord): boolean =>
  attempt.begun &&
  membersOf(attempt).some((rank) => rank.state === 'failed' || (isLive(rank) && isSealed(attempt, rank)));

/** A later generation that has done no step yet. */
const isUntried = ({ generations }: AttemptRecord): boolean =>
  generations.length > 1 && generations.at(-1)?.runningAt === undefined;

const unsealedMembers = (attempt: AttemptRecord): readonly RankRecord[] =>
  membersOf(attempt).filter((rank) => isLive(rank) && !isSealed(attempt, rank));

/**
 * How long the others wait for a member that has not sealed: as long as a step may take, or, when they hold it to be
 * gone, only until its agent may have told how it ended.
 */
function patienceFor(
  attempt: AttemptRecord,
  { rank }: RankRecord,
): { readonly ms: number; readonly cause: ErrorView } {
  const sealed = membersOf(attempt).filter((other) => isLive(other) && isSealed(attempt, other));
  const complaints = sealed.flatMap(({ rank: by, sealed: seal }) =>
    (seal?.complaints ?? [])
      // One that has drifted lives, and is to seal as the others do.
      .filter((one) => one.rank === rank && one.kind !== 'drifted')
      .map((one) => ({ ...one, by })),
  );
  const [first] = complaints;
  const isDead = complaints.some(({ kind }) => kind === 'dead');
  const isSuspect = first !== undefined && 2 * complaints.length >= sealed.length;
  const code = isDead ? 'rank_crashed' : first?.kind === 'late' ? 'deadline' : 'peer_lost';
  if (isDead || (isSuspect && first.kind !== 'late')) {
    const message = `rank ${rank} is gone: rank ${first?.by} says: ${first?.message}`;
    return { ms: LIMITS.deathReportMs, cause: { code, message } };
  }
  const ms = Math.max(0, ...sealed.map((other) => other.sealed?.patienceMs ?? 0)) || LIMITS.sealMs;
  return {
    ms,
    cause: { code: 'deadline', message: `rank ${rank} did not give up its generation within ${ms} ms` },
  };
}

function unheard(attempt: AttemptRecord, watch: Watch, now: number): readonly JobInput[] {
  const { torn } = watch;
  if (!torn || torn.n !== attempt.generation.n) return [];
  return unsealedMembers(attempt).flatMap((member): readonly JobInput[] => {
    const { ms, cause } = patienceFor(attempt, member);
    if (now - torn.sinceMs < ms) return [];
    return [{ kind: 'rank_lost', attempt: attempt.attempt, rank: member.rank, cause }];
  });
}

/** Another attempt is to follow, which begins with what this one's ranks have left. */
const goesOn = (record: JobRecord, attempt: AttemptRecord): boolean =>
  record.cancel === undefined && attempt.stopping?.cause.code !== 'limit_exceeded';

function overdue(
  record: JobRecord,
  attempt: AttemptRecord,
  watch: Watch,
  { now, isAwaited }: { readonly now: number; readonly isAwaited: (rank: RankRecord) => boolean },
): readonly JobInput[] {
  const number = attempt.attempt;
  const stop = wantedStop(record, attempt);
  if (stop === 'kill') {
    if (now - (watch.killMs ?? now) <= LIMITS.killConfirmMs) return [];
    return attempt.ranks.filter(isLive).map(({ rank, agentId }) => {
      const message = `agent ${agentId} did not confirm within ${LIMITS.killConfirmMs} ms that rank ${rank} ended`;
      return {
        kind: 'rank_lost',
        attempt: number,
        rank,
        cause: { code: 'deadline', message },
        secondary: true,
      };
    });
  }
  if (stop === 'polite') {
    const isPause = isPausing(record, attempt);
    const politeMs = Math.round(now - (watch.politeMs ?? now));
    if (politeMs <= (isPause ? LIMITS.pauseMs : LIMITS.stopGraceMs)) return [];
    if (isPause && now - (watch.artifactMs ?? -Infinity) <= LIMITS.deliveryIdleMs) return [];
    // None of them hears it any more.
    if (isPause && attempt.ranks.filter(isLive).every(isAwaited)) return [];
    const message = `the ranks did not stop within ${politeMs} ms${isPause ? ', and nothing of a checkpoint comes' : ''}`;
    const code = isPause ? ('deadline' as const) : ('cancelled' as const);
    return [{ kind: 'stop', attempt: number, kill: true, cause: { code, message } }];
  }
  const ranMs = now - watch.startedMs;
  const stillMs = now - Math.max(watch.startedMs, watch.dataMs ?? watch.startedMs);
  if (!attempt.begun && !watch.inherited && stillMs > LIMITS.gangReadyMs) {
    const late = attempt.ranks.filter((rank) => rank.state === 'assigned').map((rank) => rank.rank);
    const message = `rank${late.length === 1 ? '' : 's'} ${late.join(', ')} not ready within ${LIMITS.gangReadyMs} ms`;
    return [{ kind: 'stop', attempt: number, kill: true, cause: { code: 'deadline', message } }];
  }
  const { wallTime } = record.job.limits;
  if (wallTime === undefined || ranMs <= durationMs(wallTime)) return [];
  const message = `attempt ${number} ran longer than limits.wallTime, ${wallTime}`;
  return [{ kind: 'stop', attempt: number, kill: false, cause: { code: 'limit_exceeded', message } }];
}
