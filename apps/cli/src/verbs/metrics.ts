import { API_VERSION } from '@ringmaster/contracts';
import type { MetricLine } from '@ringmaster/client';
import { EXIT } from '../exit-codes.js';
import { followLines } from '../follow/follow-lines.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import type { Verb } from './verb.js';

export const metricsVerb: Verb = (program, action) => {
  program
    .command('metrics')
    .description('what a job has measured: one line of JSON each (steps, epochs, evaluations)')
    .argument('<job>', 'id of the job, or the beginning of it')
    .option('-f, --follow', 'go on until the job has ended', false)
    .action(
      action<{ readonly follow: boolean }>(async ({ session, args: [id = ''], options }) => {
        const client = await connect(session);
        const { jobId } = await client.jobs.get(id, callOptions(session));
        const text = (line: MetricLine) =>
          JSON.stringify(session.flags.json ? { apiVersion: API_VERSION, jobId, ...line } : line);
        if (options.follow)
          return followLines({ session, client, jobId, verb: 'metrics' }, (event) =>
            event.type === 'metric' ? text(event.line) : undefined,
          );
        for await (const line of client.jobs.metrics(jobId, callOptions(session)))
          session.terminal.out.write(`${text(line)}\n`);
        return EXIT.ok;
      }),
    );
};
