import type { JobView } from '@ringmaster/contracts';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import type { VerbOutput } from '../session/session.js';
import type { Verb } from './verb.js';

export const stateOutput = (job: JobView): VerbOutput => ({
  data: { jobId: job.jobId, state: job.state, reason: job.reason ?? null },
  text: `${job.jobId} ${job.state}`,
});

export const pauseVerb: Verb = (program, action) => {
  program
    .command('pause')
    .description('stop all ranks of a job at the same step, with a checkpoint; gives its slots back')
    .argument('<job>', 'id of the job, or the beginning of it')
    .action(
      action(async ({ session, args: [id = ''] }) =>
        stateOutput(await (await connect(session)).jobs.pause(id, callOptions(session))),
      ),
    );
};

export const resumeVerb: Verb = (program, action) => {
  program
    .command('resume')
    .description('let a paused job go on; it ends with the same weights as without the pause')
    .argument('<job>', 'id of the job, or the beginning of it')
    .action(
      action(async ({ session, args: [id = ''] }) =>
        stateOutput(await (await connect(session)).jobs.resume(id, callOptions(session))),
      ),
    );
};
