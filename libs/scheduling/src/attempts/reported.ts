import type { ErrorView } from '@ringmaster/contracts';
import { causeOf, event, type EventBody } from '../job-events.js';
import type { RankReport } from '../job-inputs.js';
import { type AttemptRecord, isLive, isSealed, membersOf } from '../job-record.js';

/** What becomes of an attempt when one of its ranks is gone. */
export function lost(attempt: AttemptRecord, rank: number, cause: ErrorView, secondary = false): EventBody {
  return event('rank_failed', {
    attempt: attempt.attempt,
    rank,
    failure: { cause: causeOf(cause), secondary },
  });
}

/** What is news in the report of a rank. */
export function reported(attempt: AttemptRecord, rank: number, report: RankReport): readonly EventBody[] {
  const at = { attempt: attempt.attempt, rank };
  const known = attempt.ranks[rank];
  if (!known || !isLive(known)) return [];
  switch (report.kind) {
    case 'ready': {
      const { dataAddress, pid, fingerprint, warm, datasetHash } = report;
      return known.state === 'assigned'
        ? [
            event('rank_ready', {
              ...at,
              dataAddress,
              pid,
              fingerprint,
              warm,
              ...(datasetHash !== undefined && { datasetHash }),
            }),
          ]
        : [];
    }
    case 'running':
      return known.state === 'ready' && attempt.begun
        ? [event('rank_running', { ...at, step: report.step })]
        : [];
    case 'checkpoint':
      return [
        event('checkpoint', {
          attempt: at.attempt,
          step: report.step,
          manifestSha256: report.manifestSha256,
        }),
      ];
    case 'sealed':
      // A seal of an earlier generation comes late, and one that is known is repeated.
      return report.sealed.n === attempt.generation.n &&
        membersOf(attempt).includes(known) &&
        attempt.begun &&
        !isSealed(attempt, known)
        ? [event('rank_sealed', { ...at, ...report.sealed })]
        : [];
    case 'regrouped': {
      const { n, step, standstillMs } = report;
      return n === attempt.generation.n
        ? [event('generation_running', { attempt: at.attempt, n, step, standstillMs })]
        : [];
    }
    case 'draining':
      return known.draining === undefined ? [event('rank_draining', { ...at, reason: report.reason })] : [];
    case 'left':
      return [event('rank_left', { ...at, step: report.step })];
    case 'finished':
      return report.stopped || report.result
        ? [
            event('rank_finished', {
              ...at,
              stopped: report.stopped,
              ...(report.result && { result: report.result }),
            }),
          ]
        : [lost(attempt, rank, { code: 'internal', message: `rank ${rank} finished without a result` })];
    case 'failed':
      return [event('rank_failed', { ...at, failure: report.failure })];
  }
}
