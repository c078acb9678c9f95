import { API_VERSION, type LogLine } from '@ringmaster/contracts';
import { logText } from '../follow/follow-job.js';
import { followLines } from '../follow/follow-lines.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { positiveInteger } from '../session/option-values.js';
import type { Session } from '../session/session.js';
import { createStyle } from '../terminal/style.js';
import type { Verb } from './verb.js';

interface LogsOptions {
  readonly follow: boolean;
  readonly tail?: number;
}

export const logsVerb: Verb = (program, action) => {
  program
    .command('logs')
    .description('what the ranks of a job have said')
    .argument('<job>', 'id of the job, or the beginning of it')
    .option('-f, --follow', 'go on until the job has ended; under --json one line of JSON each', false)
    .option('--tail <lines>', 'only the last lines', positiveInteger)
    .action(
      action<LogsOptions>(async ({ session, args: [id = ''], options }) => {
        const client = await connect(session);
        const { jobId } = await client.jobs.get(id, callOptions(session));
        if (options.follow)
          return followLines({ session, client, jobId, verb: 'logs' }, (event) =>
            event.type === 'log' ? followedText(session, jobId, event.line) : undefined,
          );
        const lines: LogLine[] = [];
        const call = { ...callOptions(session), ...(options.tail !== undefined && { tail: options.tail }) };
        for await (const line of client.jobs.logs(jobId, call)) lines.push(line);
        return { data: { jobId, lines }, text: lines.map((line) => dataText(session, line)).join('\n') };
      }),
    );
};

const followedText = (session: Session, jobId: string, line: LogLine): string =>
  session.flags.json ? JSON.stringify({ apiVersion: API_VERSION, jobId, ...line }) : dataText(session, line);

function dataText({ environment, terminal }: Session, line: LogLine): string {
  return logText(line, createStyle(environment.color ?? terminal.out.isTTY === true));
}
