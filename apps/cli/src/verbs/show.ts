import { detailText } from '../report/job-text.js';
import { jobReport } from '../report/job-report.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { addShowGradients } from './show-gradients.js';
import { addShowModel } from './show-model.js';
import type { Verb } from './verb.js';

export const showVerb: Verb = (program, action) => {
  const show = program
    .command('show')
    .description(
      'everything about a job: result, attempts with the cause of each end, checkpoints, artifacts',
    )
    .argument('<job>', 'id of the job, or the beginning of it')
    .action(
      action(async ({ session, args: [id = ''] }) => {
        const client = await connect(session);
        const job = await client.jobs.get(id, callOptions(session));
        const report = await jobReport(session, client, job);
        return { data: { ...report, progress: job.progress ?? null }, text: detailText(job, report) };
      }),
    );
  addShowModel(show, action);
  addShowGradients(show, action);
};
