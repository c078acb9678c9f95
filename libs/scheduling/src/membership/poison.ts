import { type ErrorView, LIMITS } from '@ringmaster/contracts';
import { type AttemptRecord, type JobRecord, membersOf } from '../job-record.js';
import { shardsOf } from '../pace/shard-shares.js';

/** Whether a cause is one that {@link poisonOf} gave, with the shards of those who died. */
export const isPoison = ({ details }: ErrorView): boolean => details?.['shards'] !== undefined;

/**
 * A step that kills is no worker's fault: a second death at one step, or a third generation that ends without a new one,
 * counts as an attempt of the job. The cause names the shards of those who died; the audit lists their samples.
 * @param done steps that are finished
 */
export function poisonOf(record: JobRecord, attempt: AttemptRecord, done: number): ErrorView | undefined {
  const dead = membersOf(attempt).filter(({ state }) => state === 'failed');
  const here = attempt.generations.filter((one) => one.step === done);
  const died = here.some(({ deaths }) => deaths > 0) && dead.length > 0;
  if (!died && here.length < LIMITS.poisonGenerations) return undefined;
  const step = done + 1;
  const shards = dead.flatMap(({ rank }) => shardsOf(record, attempt, rank));
  const named = shards.length > 0;
  const what = died ? 'ranks died twice' : `${here.length} generations in a row ended`;
  const where = `step ${step}${named ? ` (shard${shards.length === 1 ? '' : 's'} ${shards.join(', ')})` : ''}`;
  const last = dead.at(-1)?.failure?.cause;
  return {
    code: last?.code ?? 'peer_lost',
    message:
      `${what} in ${where}, without finishing it: this counts as a failure of the job, not of its workers; ` +
      `${named ? `\`ringmaster audit ${record.jobId}\` lists its samples; ` : ''}` +
      `the last one: ${last?.message ?? attempt.generations.at(-1)?.reason ?? 'unknown'}`,
    details: {
      step,
      deaths: here.reduce((sum, { deaths }) => sum + deaths, dead.length),
      ...(named && { shards }),
    },
  };
}
