import { uploadLocalData } from '../data/local-path.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { newJobId } from '../spec/job-id.js';
import { resolveSpec } from '../spec/resolve-spec.js';
import { addSpecOptions, parseResume, RESUME_HELP, resumePoint, type SpecFlags } from './spec-options.js';
import type { Verb } from './verb.js';

interface SubmitOptions extends SpecFlags {
  readonly resume?: string;
}

export const submitVerb: Verb = (program, action) => {
  addSpecOptions(program.command('submit').description('hand a job to a running cluster and return at once'))
    .option('--resume <job[@step]>', RESUME_HELP)
    .action(
      action<SubmitOptions>(async ({ session, args: [file = ''], options }) => {
        if (options.resume !== undefined) parseResume(options.resume);
        const resolved = await resolveSpec(session, file, options);
        const client = await connect(session);
        const resume = await resumePoint(client, options.resume);
        const document = await uploadLocalData(session, client, { document: resolved });
        const job = await client.jobs.submit(
          { jobId: newJobId(document.name), document, ...(resume && { resume }) },
          callOptions(session),
        );
        session.terminal.say(`follow it with: ringmaster logs -f ${job.jobId}`);
        return { data: { jobId: job.jobId, state: job.state }, text: job.jobId };
      }),
    );
};
