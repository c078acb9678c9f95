import { LIMITS, type LogLine, type wire } from '@ringmaster/contracts';
import type { Clock, TrainError } from '@ringmaster/core';
import type { ProcessExit } from './exit-cause.js';
import type { SendEvent, Settled } from './kept-audit.js';
import { toLogLine } from './log-lines.js';

export interface FailureReport {
  readonly cause: TrainError;
  readonly secondary: boolean;
  readonly exit: ProcessExit;
  readonly lastStep: number;
  readonly lastLines: readonly string[];
}

type EventBody = Omit<wire.v1.IRankEvent, 'jobId' | 'attempt' | 'rank'>;

/** One rank's voice towards the coordinator. */
export interface RankReports {
  say(body: EventBody, settled?: Settled): void;
  /** Log lines travel in batches; every other report sends what is gathered first, so that the order holds. */
  log(text: string): void;
  failed(report: FailureReport): void;
}

export function createRankReports(o: {
  readonly rank: { readonly jobId: string; readonly attempt: number; readonly rank: number };
  readonly send: SendEvent;
  readonly clock: Clock;
}): RankReports {
  const source = `rank-${o.rank.rank}`;
  let lines: string[] = [];
  let cancelFlush: (() => void) | undefined;

  const send = (body: EventBody, settled?: Settled) => o.send({ ...o.rank, ...body }, settled);
  const flush = () => {
    cancelFlush?.();
    cancelFlush = undefined;
    if (lines.length > 0) send({ log: { linesJson: lines } });
    lines = [];
  };
  const say = (body: EventBody, settled?: Settled) => {
    flush();
    send(body, settled);
  };

  return {
    say,
    log(text) {
      const line: LogLine = toLogLine(text, source, o.clock.wallMs());
      lines.push(JSON.stringify(line));
      if (lines.length >= LIMITS.logBatchLines) flush();
      else cancelFlush ??= o.clock.after(LIMITS.logBatchMs, flush);
    },
    failed: ({ cause, secondary, exit, lastStep, lastLines }) =>
      say({
        failed: {
          causeJson: JSON.stringify(cause.view()),
          secondary,
          signal: exit.signal ?? '',
          exitCode: exit.code ?? 0,
          lastStep,
          lastLogLines: [...lastLines],
          atMs: o.clock.wallMs(),
        },
      }),
  };
}
