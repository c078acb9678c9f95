import { join, resolve } from 'node:path';
import { EXPORT_FORMATS, type ExportFormat, LIMITS } from '@ringmaster/contracts';
import { terminalText, TrainError } from '@ringmaster/core';
import { InvalidArgumentError, Option } from 'commander';
import { EXIT } from '../exit-codes.js';
import { type Exported, exportJob } from '../export/export-job.js';
import { ALLOW_CODE_HELP } from '../models/fetch-code.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import type { Session } from '../session/session.js';
import { formatBytes } from '../terminal/format.js';
import type { Verb } from './verb.js';

interface Flags {
  readonly format: ExportFormat;
  readonly output?: string;
  readonly checkpoint?: number;
  readonly force: boolean;
  readonly allowCode: boolean;
}

export const exportVerb: Verb = (program, action) => {
  program
    .command('export')
    .description(
      "a job's model as files of another format: the finished one, or a checkpoint's, of a running job the newest",
    )
    .argument('<job>', 'id of the job, or the beginning of it')
    .addOption(
      new Option('-f, --format <format>', 'what to write').choices(EXPORT_FORMATS).makeOptionMandatory(),
    )
    .option('-o, --output <dir>', 'new directory for the files (default: ./<job>-<format>)')
    .option('--checkpoint <step>', 'the model of this checkpoint', stepNumber)
    .option('--force', 'replace the directory of an earlier export', false)
    .option('--allow-code', ALLOW_CODE_HELP, false)
    .action(
      action<Flags>(async ({ session, args: [id = ''], options }) => {
        const client = await connect(session);
        const call = callOptions(session);
        const job = await client.jobs.get(id, call);
        const { format, checkpoint: step, force, allowCode } = options;
        const suffix = step === undefined ? '' : `-step-${step}`;
        const target = resolve(options.output ?? `${job.jobId}${suffix}-${format}`);
        const request = { client, call, job, format, step, target, force, allowCode };
        const exported = await stoppable(session, (signal) =>
          exportJob({
            ...request,
            converter: join(session.distDir, 'worker/export.js'),
            env: session.environment.inherited,
            signal,
          }),
        );
        if (exported === undefined) return EXIT.interrupted;
        return {
          data: view({ jobId: job.jobId, format, path: target }, exported),
          text: lines(target, exported),
        };
      }),
    );
};

/** Undefined when the user interrupted; nothing is left behind then. */
async function stoppable<T>(
  session: Session,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const controller = new AbortController();
  const ms = session.flags.timeoutMs ?? LIMITS.exportMs;
  let isInterrupted = false;
  const cancelTimer = session.clock.after(ms, () =>
    controller.abort(new TrainError('deadline', `the export took longer than ${ms} ms`)),
  );
  const unlisten = session.interrupts.listen((signal) => {
    isInterrupted = true;
    controller.abort(new TrainError('cancelled', `the export was ended by ${signal}`));
  });
  try {
    return await work(controller.signal);
  } catch (error) {
    if (isInterrupted) return undefined;
    throw error;
  } finally {
    cancelTimer();
    unlisten();
  }
}

function view(
  facts: { readonly jobId: string; readonly format: ExportFormat; readonly path: string },
  { source, report, files }: Exported,
): Readonly<Record<string, unknown>> {
  const from = source.step === undefined ? { kind: source.kind } : { kind: source.kind, step: source.step };
  return { ...facts, source: from, ...report, files };
}

function lines(target: string, { source, files }: Exported): string {
  const from = source.step === undefined ? '' : ` (checkpoint of step ${source.step})`;
  const names = files.map(({ name, bytes }) => `  ${name}  ${formatBytes(bytes)}`);
  return terminalText(`${target}${from}\n${names.join('\n')}`);
}

function stepNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be the number of a step; ringmaster ckpt ls shows them.');
}
