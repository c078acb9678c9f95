import { TERMINAL_STATES } from '@ringmaster/contracts';
import type { Client, JobStreamEvent } from '@ringmaster/client';
import { TrainError } from '@ringmaster/core';
import { EXIT } from '../exit-codes.js';
import type { Session } from '../session/session.js';
import { deadlineOf, type StopSignal } from './stop-signal.js';

export interface Followed {
  readonly session: Session;
  readonly client: Client;
  readonly jobId: string;
  /** The verb to look again with. */
  readonly verb: 'logs' | 'metrics';
}

/** Prints what `lineOf` makes of a job's events until the job has ended; Ctrl-C leaves the job alone. */
export async function followLines(
  { session, client, jobId, verb }: Followed,
  lineOf: (event: JobStreamEvent) => string | undefined,
): Promise<number> {
  const { terminal } = session;
  const stop: StopSignal = deadlineOf(session);
  const unlisten = session.interrupts.listen(() => stop.interrupt());
  try {
    for await (const event of client.jobs.events(jobId, { signal: stop.signal })) {
      const line = lineOf(event);
      if (line !== undefined) terminal.out.write(`${line}\n`);
      if (event.type === 'state') terminal.say(`${jobId} ${event.job.state}`);
      if ('job' in event && TERMINAL_STATES.has(event.job.state)) return EXIT.ok;
    }
    return EXIT.ok;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    if (stop.hasTimedOut())
      throw new TrainError('deadline', `job ${jobId} goes on; --timeout has passed`, { cause: error });
    terminal.say(`job ${jobId} goes on; look again with: ringmaster ${verb} -f ${jobId}`);
    return EXIT.interrupted;
  } finally {
    unlisten();
    stop.dispose();
  }
}
