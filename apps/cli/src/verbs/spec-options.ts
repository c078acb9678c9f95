import { TrainError } from '@ringmaster/core';
import type { Command } from 'commander';
import type { Client } from '@ringmaster/client';
import type { SubmitRequest } from '@ringmaster/contracts';
import { collect, positiveInteger } from '../session/option-values.js';

/** Options of the verbs that read a job document. */
export interface SpecFlags {
  readonly workers?: number;
  readonly set: readonly string[];
  readonly allowCode: boolean;
}

export const addSpecOptions = (command: Command): Command =>
  command
    .argument('<spec>', 'job document, YAML or JSON; - for stdin')
    .option(
      '-w, --workers <n>',
      'exactly this many workers (default: what the document says)',
      positiveInteger,
    )
    .option('--set <path=value>', 'change one field, for example training.epochs=5; repeatable', collect, [])
    .option(
      '--allow-code',
      'let the document bring its model as code (model.path of `module`), which runs on the workers with their rights',
      false,
    );

export const RESUME_HELP = 'start from a checkpoint of another job: its newest, or the one of a step';

/** `--resume <job>[@step]`, with the job's whole id. @throws TrainError `invalid`, `not_found` */
export async function resumePoint(
  client: Client,
  text: string | undefined,
): Promise<SubmitRequest['resume']> {
  if (text === undefined) return undefined;
  const { id, step } = parseResume(text);
  const { jobId } = await client.jobs.get(id);
  return { jobId, ...(step !== undefined && { step }) };
}

/** Checks the form before anything is started. @throws TrainError `invalid` */
export function parseResume(text: string, what = '--resume'): { id: string; step: number | undefined } {
  const match = /^([a-z0-9][a-z0-9-]*)(?:@(\d{1,15}))?$/.exec(text);
  if (match?.[1] === undefined)
    throw new TrainError(
      'invalid',
      `${what} ${text}: must be <job> or <job>@<step>, for example digits-7k2m4x@300`,
    );
  return { id: match[1], step: match[2] === undefined ? undefined : Number(match[2]) };
}
