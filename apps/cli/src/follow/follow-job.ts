import type { Client, JobStreamEvent } from '@ringmaster/client';
import { type JobView, type LogLine, TERMINAL_STATES } from '@ringmaster/contracts';
import { terminalText, type TrainError } from '@ringmaster/core';
import type { Session } from '../session/session.js';
import type { Style } from '../terminal/style.js';
import type { StopSignal } from './stop-signal.js';
import { createProgressPrinter, type ProgressPrinter } from './progress-printer.js';
import { stateLines } from './state-lines.js';

export type FollowEnd =
  | { readonly kind: 'ended'; readonly job: JobView }
  | { readonly kind: 'detached' }
  | { readonly kind: 'timeout' };

export interface FollowJobOptions {
  readonly session: Session;
  readonly client: Client;
  readonly jobId: string;
  /** Aborts when the follower shall leave the job alone. */
  readonly stop: StopSignal;
  /** Log lines worth showing next to the progress. */
  readonly showLog?: (line: LogLine) => boolean;
}

/** Shows a job's life on stderr until it has ended, or until told to stop looking. */
export async function followJob(options: FollowJobOptions): Promise<FollowEnd> {
  const { session, client, jobId, stop } = options;
  const printer = createProgressPrinter(session.terminal, session.clock);
  const { style } = session.terminal;
  let job: JobView | undefined;
  const onReconnect = (cause: TrainError, attempt: number) => {
    if (attempt === 3) printer.line(style.yellow(`connecting again: ${terminalText(cause.message)}`));
  };
  try {
    for await (const event of client.jobs.events(jobId, { signal: stop.signal, onReconnect })) {
      if ('job' in event) {
        for (const line of stateLines(job, event.job)) printer.line(style.dim(line));
        job = event.job;
        printer.update(job);
      } else showLine(event, options, printer);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return { kind: stop.hasTimedOut() ? 'timeout' : 'detached' };
  } finally {
    printer.end();
  }
  if (job === undefined || !TERMINAL_STATES.has(job.state)) job = await client.jobs.get(jobId);
  return { kind: 'ended', job };
}

type LineEvent = Exclude<JobStreamEvent, { job: JobView }>;

function showLine(event: LineEvent, options: FollowJobOptions, printer: ProgressPrinter): void {
  if (event.type === 'log') {
    const isShown = options.showLog?.(event.line) ?? isLoud(event.line);
    if (isShown) printer.line(logText(event.line, options.session.terminal.style));
    return;
  }
  const text = evaluationText(event.line);
  if (text !== undefined) printer.line(text);
}

export const isLoud = ({ level }: LogLine): boolean => level === 'warn' || level === 'error';

/** `12:00:01 rank 0 warn: …`, safe for a terminal. */
export function logText({ at, source, level, message }: LogLine, style: Style): string {
  const time = /T(\d\d:\d\d:\d\d)/.exec(at)?.[1] ?? at;
  const head = `${time} ${source}${level === 'info' ? '' : ` ${level}`}:`;
  const paint = level === 'error' ? style.red : level === 'warn' ? style.yellow : style.dim;
  return `${paint(terminalText(head))} ${terminalText(message)}`;
}

/** `validation at step 110: loss 0.2134, accuracy 0.9412` for the metrics line of an evaluation, else nothing. */
export function evaluationText(line: Readonly<Record<string, unknown>>): string | undefined {
  const { type, split, step, samples: _samples, ...rest } = line;
  if (type !== 'evaluate' || typeof split !== 'string') return undefined;
  const values = Object.entries(rest)
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .map(([name, value]) => `${terminalText(name)} ${value.toFixed(4)}`);
  return `${terminalText(split)} at step ${String(step)}: ${values.join(', ')}`;
}
