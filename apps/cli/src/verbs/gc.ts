import { ByteSize, type GcItem, type GcLine, LIMITS, sizeBytes } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { InvalidArgumentError } from 'commander';
import { connect } from '../session/connect.js';
import { duration } from '../session/option-values.js';
import type { Session, VerbOutput } from '../session/session.js';
import { formatBytes, formatDuration } from '../terminal/format.js';
import { table } from '../terminal/table.js';
import type { Verb } from './verb.js';

interface GcOptions {
  readonly dryRun: boolean;
  readonly olderThan?: number;
  readonly maxSize?: number;
}

export const gcVerb: Verb = (program, action) => {
  program
    .command('gc')
    .description(
      'remove artifacts of ended jobs, oldest first: checkpoints but the newest valid one, then all of a job; ' +
        'never what is pinned, or what a job that has not ended needs',
    )
    .option('-n, --dry-run', 'print what would go, and remove nothing', false)
    .option('--older-than <duration>', 'what is older, for example 7d', duration)
    .option('--max-size <size>', 'the oldest, until the rest fits, for example 10GiB', byteSize)
    .action(
      action<GcOptions>(async ({ session, options }) => {
        const { dryRun, olderThan, maxSize } = options;
        if (olderThan === undefined && maxSize === undefined)
          throw new TrainError('invalid', 'say what may go: --older-than 7d, --max-size 10GiB, or both');
        const client = await connect(session);
        const lines = client.gc(
          {
            dryRun,
            ...(olderThan !== undefined && { olderThanMs: olderThan }),
            ...(maxSize !== undefined && { maxBytes: maxSize }),
          },
          { timeoutMs: session.flags.timeoutMs ?? LIMITS.apiCallMs },
        );
        const items: GcItem[] = [];
        let summary: Summary | undefined;
        for await (const line of lines) {
          if (line.type === 'item') items.push(line);
          if (line.type === 'summary') summary = line;
        }
        if (!summary)
          throw new TrainError(
            'unavailable',
            'the collection broke off; look at the coordinator’s log, run it again',
          );
        return gcOutput(session, items, summary);
      }),
    );
};

type Summary = Extract<GcLine, { type: 'summary' }>;

function byteSize(text: string): number {
  if (text === '0') return 0;
  if (ByteSize.safeParse(text).success) return sizeBytes(text);
  throw new InvalidArgumentError('It must be a size such as 500MiB or 10GiB.');
}

function gcOutput(session: Session, items: readonly GcItem[], summary: Summary): VerbOutput {
  const { dryRun, freedBytes, totalBytes, remainingBytes, note } = summary;
  const now = session.clock.wallMs();
  const rows = items.map(({ jobId, step, bytes, at, reason }) => [
    jobId,
    step === undefined ? 'all of it' : `step ${step}`,
    formatDuration(Math.max(0, now - Date.parse(at))),
    formatBytes(bytes),
    reason,
  ]);
  const verb = dryRun ? 'would be freed' : 'freed';
  session.terminal.say(
    `${formatBytes(freedBytes)} ${verb}; ${formatBytes(remainingBytes)} of ${formatBytes(totalBytes)} stay`,
  );
  if (note !== undefined) session.terminal.say(session.terminal.style.yellow(note));
  return {
    data: {
      dryRun,
      items: items.map(({ kind, jobId, step, bytes, at, reason }) => ({
        ...{ kind, jobId, bytes, at, reason },
        ...(step !== undefined && { step }),
      })),
      freedBytes,
      totalBytes,
      remainingBytes,
      ...(note !== undefined && { note }),
    },
    text: rows.length === 0 ? '' : table(['JOB', 'WHAT', 'AGE', 'SIZE', 'WHY'], rows),
  };
}
