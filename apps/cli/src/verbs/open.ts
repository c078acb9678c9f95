import { spawn } from 'node:child_process';
import { terminalText, TrainError } from '@ringmaster/core';
import { jobReport } from '../report/job-report.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import type { Session } from '../session/session.js';
import type { Verb } from './verb.js';

/** The program that opens a directory as a click on it would. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'open', win32: 'explorer' };

export const openVerb: Verb = (program, action) => {
  program
    .command('open')
    .description(
      "open a job's directory (checkpoints, model, logs) in the file manager, where stdout is a terminal of this machine; else, and with --print, only print its path. There is no dashboard yet",
    )
    .argument('<job>', 'id of the job, or the beginning of it')
    .option('--print', 'print the path, open nothing', false)
    .action(
      action<{ print: boolean }>(async ({ session, args: [id = ''], options }) => {
        const client = await connect(session);
        const job = await client.jobs.get(id, callOptions(session));
        const { artifactsDirectory } = await jobReport(session, client, job);
        const api = `${client.url}/v1/jobs/${job.jobId}`;
        const data = {
          jobId: job.jobId,
          directory: artifactsDirectory,
          api,
          artifactsApi: `${api}/artifacts`,
        };
        if (typeof artifactsDirectory !== 'string')
          throw new TrainError(
            'not_found',
            `job ${job.jobId} has no directory below ${session.home.artifactsDir}: nothing was written yet, or its coordinator keeps it elsewhere; its artifacts are at ${data.artifactsApi} (ringmaster ckpt pull copies checkpoints)`,
            { details: data },
          );
        const mayOpen = session.terminal.out.isTTY === true && !options.print && !session.flags.json;
        const opened = mayOpen && (await openDirectory(session, artifactsDirectory));
        return { data: { ...data, opened }, text: terminalText(artifactsDirectory) };
      }),
    );
};

/** False, and the reason said, where nothing can open it. Does not wait for the program to end. */
function openDirectory({ terminal, environment }: Session, directory: string): Promise<boolean> {
  const opener = OPENERS[process.platform] ?? 'xdg-open';
  return new Promise((resolve) => {
    const child = spawn(opener, [directory], {
      detached: true,
      stdio: 'ignore',
      env: { ...environment.inherited },
    });
    child.once('error', (error) => {
      terminal.say(`cannot open it: ${opener}: ${error.message}`);
      resolve(false);
    });
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
