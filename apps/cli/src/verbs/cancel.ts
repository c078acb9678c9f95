import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import type { Verb } from './verb.js';

export const cancelVerb: Verb = (program, action) => {
  program
    .command('cancel')
    .description('end a job; it keeps its checkpoints')
    .argument('<job>', 'id of the job, or the beginning of it')
    .action(
      action(async ({ session, args: [id = ''] }) => {
        const client = await connect(session);
        const job = await client.jobs.cancel(id, callOptions(session));
        return { data: { jobId: job.jobId, state: job.state }, text: `${job.jobId} ${job.state}` };
      }),
    );
};
