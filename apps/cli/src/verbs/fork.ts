import { TrainError } from '@ringmaster/core';
import { runOnCluster } from '../run/run-on-cluster.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { collect, positiveInteger } from '../session/option-values.js';
import { applyOverrides } from '../spec/overrides.js';
import { resolveDocument } from '../spec/resolve-spec.js';
import { parseResume } from './spec-options.js';
import type { Verb } from './verb.js';

interface ForkOptions {
  readonly set: readonly string[];
  readonly epochs?: number;
  readonly follow: boolean;
}

export const forkVerb: Verb = (program, action) => {
  program
    .command('fork')
    .description(
      'go on from a checkpoint of a job as a new job, with other options: what shapes the steps to come may change, the model, the data and the shards may not',
    )
    .argument('<job[@step]>', 'the newest checkpoint, or the one of a step')
    .option(
      '--set <path=value>',
      'change one field, for example optimizer.learningRate=0.001; repeatable',
      collect,
      [],
    )
    .option(
      '--epochs <n>',
      'the same as --set training.epochs=<n>: epochs from the very beginning',
      positiveInteger,
    )
    .option('-f, --follow', 'follow the new job to its end', false)
    .action(
      action<ForkOptions>(async ({ session, args: [wish = ''], options }) => {
        const { id, step } = parseResume(wish, 'fork');
        const client = await connect(session);
        const { jobId, document } = await client.jobs.document(id, callOptions(session));
        const { checkpoints } = await client.checkpoints.list(jobId, callOptions(session));
        const point = choose(
          jobId,
          checkpoints.map((checkpoint) => checkpoint.step),
          step,
        );
        const changes = [
          ...options.set,
          ...(options.epochs === undefined ? [] : [`training.epochs=${options.epochs}`]),
        ];
        return runOnCluster({
          session,
          client,
          document: await resolveDocument(applyOverrides(document, changes), `${jobId} with these changes`),
          resume: `${jobId}@${point}`,
          isFork: true,
          isDetached: !options.follow,
        });
      }),
    );
};

/** The step itself or nothing: a fork from another step than the one asked for would be another experiment. */
function choose(jobId: string, steps: readonly number[], wanted: number | undefined): number {
  const found = wanted === undefined ? steps.at(-1) : steps.find((step) => step === wanted);
  if (found !== undefined) return found;
  if (wanted === undefined) throw new TrainError('not_found', `job ${jobId} has no checkpoint to fork from`);
  const near = [steps.filter((step) => step < wanted).at(-1), steps.find((step) => step > wanted)]
    .filter((step) => step !== undefined)
    .map((step) => `${jobId}@${step}`);
  const instead = near.length > 0 ? `the nearest are ${near.join(' and ')}` : 'it has none';
  throw new TrainError('not_found', `job ${jobId} has no checkpoint of step ${wanted}; ${instead}`);
}
