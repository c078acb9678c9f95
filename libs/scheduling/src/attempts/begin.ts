import { event, type EventBody } from '../job-events.js';
import type { AttemptRecord, JobRecord } from '../job-record.js';

/** All ranks are ready: they train, or the attempt ends because they are not equal. */
export function begin(record: JobRecord, attempt: AttemptRecord): readonly EventBody[] {
  const message = unequalRanks(attempt) ?? changedData(record, attempt);
  if (message === undefined) return [event('running', { attempt: attempt.attempt })];
  return [
    event('attempt_stopping', {
      attempt: attempt.attempt,
      kill: true,
      cause: { code: 'incompatible', message },
    }),
  ];
}

function unequalRanks({ ranks }: AttemptRecord): string | undefined {
  const [first] = ranks;
  const other = ranks.find((rank) => rank.fingerprint !== first?.fingerprint);
  if (!first || !other) return undefined;
  return (
    `rank ${other.rank} on agent ${other.agentId} runs another engine than rank ${first.rank} on agent ${first.agentId}: ` +
    `${other.fingerprint} ≠ ${first.fingerprint}; ranks of one job must be equal`
  );
}

/** All ranks of all attempts read the same data, or the run would be none that can be repeated. */
function changedData(record: JobRecord, attempt: AttemptRecord): string | undefined {
  const known = record.attempts.flatMap(({ attempt: number, ranks }) =>
    ranks.flatMap((rank) => (rank.datasetHash === undefined ? [] : [{ ...rank, number }])),
  );
  const [first] = known;
  const other = known.find(
    (rank) => rank.number === attempt.attempt && rank.datasetHash !== first?.datasetHash,
  );
  if (!first || !other) return undefined;
  const who = (rank: typeof first) => `rank ${rank.rank} of attempt ${rank.number} on agent ${rank.agentId}`;
  const name = record.job.data.source ?? record.job.data.dataset;
  return (
    `the data set ${name} is not the same everywhere: ${who(other)} read the content ${other.datasetHash}, ` +
    `${who(first)} read ${first.datasetHash}; give all workers the same files, then submit again`
  );
}
