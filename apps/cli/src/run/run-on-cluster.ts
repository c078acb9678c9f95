import type { Client } from '@ringmaster/client';
import type { ResolvedJob } from '@ringmaster/contracts';
import { sleep } from '@ringmaster/core';
import { uploadLocalData } from '../data/local-path.js';
import { EXIT } from '../exit-codes.js';
import { followJob } from '../follow/follow-job.js';
import { deadlineOf } from '../follow/stop-signal.js';
import { callOptions } from '../session/call-options.js';
import type { Session, VerbOutput } from '../session/session.js';
import { newJobId } from '../spec/job-id.js';
import { resumePoint } from '../verbs/spec-options.js';
import { exitCodeOfJob, runOutput } from './finish.js';

export interface RunRequest {
  readonly session: Session;
  readonly document: ResolvedJob;
  /** `<job>[@step]`, checked. */
  readonly resume: string | undefined;
  /** With changes of what it resumes. */
  readonly isFork?: boolean;
}

/** How long after the first Ctrl-C a second one cancels the job. */
const SECOND_INTERRUPT_MS = 2_000;

/** Runs on a cluster that stays: Ctrl-C leaves the job alone, twice cancels it. */
export async function runOnCluster(
  request: RunRequest & { readonly client: Client; readonly isDetached: boolean },
): Promise<VerbOutput> {
  const { session, client } = request;
  const { terminal } = session;
  const resume = await resumePoint(client, request.resume);
  const document = await uploadLocalData(session, client, request);
  const { jobId } = await client.jobs.submit(
    {
      jobId: newJobId(document.name),
      document,
      ...(resume && { resume }),
      ...(request.isFork && { fork: true }),
    },
    callOptions(session),
  );
  const show = async (exitCode: number) =>
    runOutput(session, client, { job: await client.jobs.get(jobId), exitCode });
  const reattach = `ringmaster logs -f ${jobId}`;
  terminal.say(`job ${jobId} on ${client.url}`);
  if (request.isDetached) {
    terminal.say(`follow it with: ${reattach}`);
    return show(EXIT.ok);
  }

  const stop = deadlineOf(session);
  let interrupts = 0;
  let interruptedAgain: () => void = () => undefined;
  const again = new Promise<'cancel'>((resolve) => (interruptedAgain = () => resolve('cancel')));
  const unlisten = session.interrupts.listen(() => {
    interrupts += 1;
    if (interrupts === 1) stop.interrupt();
    else interruptedAgain();
  });
  try {
    const end = await followJob({ session, client, jobId, stop });
    if (end.kind === 'ended')
      return await runOutput(session, client, { ...end, exitCode: exitCodeOfJob(end.job) });
    if (end.kind === 'timeout') {
      terminal.say(`--timeout has passed; the job goes on. Look again with: ${reattach}`);
      return await show(EXIT.timeout);
    }
    terminal.say(`detached; the job goes on. Look again with: ${reattach}`);
    terminal.say(`(Ctrl-C again within ${SECOND_INTERRUPT_MS / 1_000} s cancels it)`);
    const choice = await Promise.race([again, sleep(session.clock, SECOND_INTERRUPT_MS)]);
    if (choice === 'cancel') {
      await client.jobs.cancel(jobId);
      terminal.say(`cancelling job ${jobId}`);
    }
    return await show(EXIT.interrupted);
  } finally {
    unlisten();
    stop.dispose();
  }
}
