import type { EventData } from './job-events.js';
import { firstGeneration, membershipChanged, torn } from './membership/apply-membership.js';
import { type AttemptRecord, type JobRecord, type RankRecord, wantedStop } from './job-record.js';
import { endAttempt, illegal, type Next, requireAttempt, withAttempt } from './transitions.js';

/** Of the job, whether or not an attempt runs. */
type JobWide =
  | 'attempt_started'
  | 'scale_requested'
  | 'pause_requested'
  | 'paused'
  | 'resumed'
  | 'cancel_requested'
  | 'cancelled'
  | 'failed'
  | 'succeeded';
type AttemptNext = Exclude<Next, { type: JobWide }>;

/** One more event of the attempt that runs. @throws TrainError `conflict` */
export function attemptStep(record: JobRecord, next: AttemptNext): JobRecord {
  const attempt = requireAttempt(record, next, next.data.attempt);
  switch (next.type) {
    case 'rank_ready':
    case 'rank_running':
    case 'rank_pace':
    case 'rank_sealed':
    case 'rank_left':
    case 'rank_finished':
    case 'rank_failed':
      return rankStep(record, next);
    case 'running':
      if (attempt.begun) throw illegal(next, 'it began before');
      if (attempt.ranks.some((rank) => rank.state !== 'ready'))
        throw illegal(next, 'not all ranks are ready');
      return withAttempt(record, {
        ...attempt,
        begun: true,
        generations: [firstGeneration(attempt, next.at)],
      });
    case 'rank_draining':
    case 'yield_requested':
    case 'attempt_yielded':
    case 'attempt_paused':
    case 'preempt_requested':
    case 'attempt_preempted':
      return givenBack(record, attempt, next);
    case 'rank_added':
    case 'generation':
    case 'generation_running':
    case 'resize_requested':
      return withAttempt(record, membershipChanged(attempt, next));
    case 'checkpoint':
      return withCheckpoint(record, next.data);
    case 'attempt_stopping': {
      if (attempt.stopping && (attempt.stopping.kill || !next.data.kill))
        throw illegal(next, 'it is stopping already');
      const cause = attempt.stopping?.cause ?? next.data.cause;
      return withAttempt(record, { ...attempt, stopping: { kill: next.data.kill, cause } });
    }
    case 'rank_speeds': {
      const shardMs = new Map(next.data.shardMs.map(({ rank, ms }) => [rank, ms] as const));
      return withAttempt(record, { ...attempt, shardMs });
    }
    case 'adopted':
      return withAttempt(record, { ...attempt, epoch: Math.max(attempt.epoch, next.data.epoch) });
    case 'allotted': {
      const { allotted: _before, ...rest } = attempt;
      const { workers } = next.data;
      return withAttempt(record, workers === undefined ? rest : { ...rest, allotted: workers });
    }
    case 'attempt_failed': {
      const { cause, willRetry, backoffMs } = next.data;
      const after = endAttempt(record, next, 'failed');
      const last = after.attempts.at(-1) as AttemptRecord;
      return withAttempt(after, { ...last, cause, ...(willRetry && { retry: { backoffMs } }) });
    }
  }
}

type OfRank =
  'rank_ready' | 'rank_running' | 'rank_pace' | 'rank_sealed' | 'rank_left' | 'rank_finished' | 'rank_failed';

/** What one rank has come to. */
function rankStep(record: JobRecord, next: Extract<AttemptNext, { type: OfRank }>): JobRecord {
  const end = { endedSeq: next.seq, endedAt: next.at };
  switch (next.type) {
    case 'rank_ready': {
      const { dataAddress, pid, fingerprint, datasetHash } = next.data;
      const from: readonly RankRecord['state'][] = ['assigned'];
      return withRank(record, next, from, {
        state: 'ready',
        dataAddress,
        pid,
        fingerprint,
        ...(datasetHash !== undefined && { datasetHash }),
      });
    }
    case 'rank_running':
      return withRank(record, next, ['ready'], { state: 'running' });
    case 'rank_sealed': {
      const { attempt: _of, rank: _who, ...sealed } = next.data;
      const after = withRank(record, next, ['ready', 'running'], { sealed });
      return withAttempt(
        after,
        torn(requireAttempt(after, next, next.data.attempt), next.data.rank, next.at),
      );
    }
    case 'rank_pace': {
      const { slow } = next.data;
      return withRank(record, next, ['ready', 'running'], { slow: slow ?? undefined });
    }
    case 'rank_left':
      return withRank(record, next, ['assigned', 'ready', 'running'], { state: 'left', ...end });
    case 'rank_finished': {
      const { stopped, result } = next.data;
      return withRank(record, next, ['assigned', 'ready', 'running'], {
        state: 'finished',
        stopped,
        ...(result && { result }),
        ...end,
      });
    }
    case 'rank_failed': {
      const { failure } = next.data;
      const from: readonly RankRecord['state'][] = ['assigned', 'ready', 'running'];
      const after = withRank(record, next, from, { state: 'failed', failure, ...end });
      return withAttempt(
        after,
        torn(requireAttempt(after, next, next.data.attempt), next.data.rank, next.at),
      );
    }
  }
}

type GivenBack =
  | 'rank_draining'
  | 'yield_requested'
  | 'attempt_yielded'
  | 'attempt_paused'
  | 'preempt_requested'
  | 'attempt_preempted';

/** What leads to slots that are given back without a failure. */
function givenBack(
  record: JobRecord,
  attempt: AttemptRecord,
  next: Extract<AttemptNext, { type: GivenBack }>,
): JobRecord {
  switch (next.type) {
    case 'rank_draining':
      return withRank(record, next, ['assigned', 'ready', 'running'], { draining: next.data.reason });
    case 'yield_requested':
      if (attempt.yielding) throw illegal(next, 'it was asked to before');
      return withAttempt(record, { ...attempt, yielding: { reason: next.data.reason } });
    case 'attempt_yielded':
      if (!attempt.yielding) throw illegal(next, 'nobody asked for it');
      return endAttempt(record, next, 'yielded');
    case 'attempt_paused':
      if (!record.pause) throw illegal(next, 'nobody asked for it');
      return endAttempt(record, next, 'paused');
    case 'preempt_requested': {
      if (attempt.preempt || wantedStop(record, attempt) !== 'none')
        throw illegal(next, 'it is stopping already');
      const { forJob, reason } = next.data;
      return withAttempt(record, { ...attempt, preempt: { forJob, reason } });
    }
    case 'attempt_preempted':
      if (!attempt.preempt) throw illegal(next, 'nobody asked for it');
      return endAttempt(record, next, 'preempted');
  }
}

function withRank(
  record: JobRecord,
  next: Extract<AttemptNext, { data: { rank: number } }>,
  from: readonly RankRecord['state'][],
  change: Partial<RankRecord>,
): JobRecord {
  const attempt = requireAttempt(record, next, next.data.attempt);
  const rank = attempt.ranks[next.data.rank];
  if (!rank) throw illegal(next, `the attempt has ${attempt.ranks.length} ranks`);
  if (!from.includes(rank.state)) throw illegal(next, `rank ${rank.rank} is ${rank.state}`);
  const ranks = attempt.ranks.map((other) => (other === rank ? { ...rank, ...change } : other));
  return withAttempt(record, { ...attempt, ranks });
}

function withCheckpoint(record: JobRecord, data: EventData<'checkpoint'>): JobRecord {
  const { step: at, manifestSha256 } = data;
  const others = record.checkpoints.filter((one) => one.step !== at);
  const checkpoints = [...others, { step: at, manifestSha256 }].sort((a, b) => a.step - b.step);
  return { ...record, checkpoints: checkpoints.slice(-record.job.training.checkpoint.keep) };
}
