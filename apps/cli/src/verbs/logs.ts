import { API_VERSION, type LogLine, TERMINAL_STATES } from '@ringmaster/contracts';
import type { Client } from '@ringmaster/client';
import { TrainError } from '@ringmaster/core';
import { EXIT } from '../exit-codes.js';
import { logText } from '../follow/follow-job.js';
import { deadlineOf, type StopSignal } from '../follow/stop-signal.js';
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
        if (options.follow) return followLogs(session, client, jobId);
        const lines: LogLine[] = [];
        const call = { ...callOptions(session), ...(options.tail !== undefined && { tail: options.tail }) };
        for await (const line of client.jobs.logs(jobId, call)) lines.push(line);
        return { data: { jobId, lines }, text: lines.map((line) => dataText(session, line)).join('\n') };
      }),
    );
};

async function followLogs(session: Session, client: Client, jobId: string): Promise<number> {
  const { terminal, flags } = session;
  const stop: StopSignal = deadlineOf(session);
  const unlisten = session.interrupts.listen(() => stop.interrupt());
  try {
    for await (const event of client.jobs.events(jobId, { signal: stop.signal })) {
      if (event.type === 'log')
        terminal.out.write(
          flags.json
            ? `${JSON.stringify({ apiVersion: API_VERSION, jobId, ...event.line })}\n`
            : `${dataText(session, event.line)}\n`,
        );
      else if (event.type === 'state') terminal.say(`${jobId} ${event.job.state}`);
      if ('job' in event && TERMINAL_STATES.has(event.job.state)) return EXIT.ok;
    }
    return EXIT.ok;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    if (stop.hasTimedOut())
      throw new TrainError('deadline', `job ${jobId} goes on; --timeout has passed`, { cause: error });
    terminal.say(`job ${jobId} goes on; look again with: ringmaster logs -f ${jobId}`);
    return EXIT.interrupted;
  } finally {
    unlisten();
    stop.dispose();
  }
}

function dataText({ environment, terminal }: Session, line: LogLine): string {
  return logText(line, createStyle(environment.color ?? terminal.out.isTTY === true));
}
