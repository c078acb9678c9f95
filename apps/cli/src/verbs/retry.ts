import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { newJobId } from '../spec/job-id.js';
import type { Verb } from './verb.js';

export const retryVerb: Verb = (program, action) => {
  program
    .command('retry')
    .description('go on with a failed or cancelled job, as a new job, from its newest valid checkpoint')
    .argument('<job>', 'id of the job, or the beginning of it')
    .action(
      action(async ({ session, args: [id = ''] }) => {
        const client = await connect(session);
        const ended = await client.jobs.get(id, callOptions(session));
        const request = { jobId: newJobId(ended.name) };
        const job = await client.jobs.retry(ended.jobId, request, callOptions(session));
        session.terminal.say(
          `job ${job.jobId} goes on with ${ended.jobId}, from ${job.resumedFrom ?? 'the beginning'}; follow it with: ringmaster logs -f ${job.jobId}`,
        );
        return {
          data: {
            jobId: job.jobId,
            state: job.state,
            retryOf: ended.jobId,
            resumedFrom: job.resumedFrom ?? null,
          },
          text: job.jobId,
        };
      }),
    );
};
