import type { ResolvedJob } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';
import { type ByteSource, TokenFacts, type TokenizerState } from '@ringmaster/data';
import type { WeightsFit } from '@ringmaster/models/layers';
import { type FileTensor, readWeights } from '@ringmaster/training';
import { z } from 'zod';

/** The model that training begins with. */
export interface InitialModel {
  readonly tensors: readonly FileTensor[];
  /** Absent where it knows no text. */
  readonly tokenizer?: TokenizerState;
  /** For messages. */
  readonly label: string;
}

/** What an export of ours says of its data in a file of tensors. */
const Dataset = z.object({ tokens: TokenFacts.optional() });

/** Reads the file that `model.initial` names. @throws TrainError `artifact_corrupt` | `data_corrupt` | `not_found` naming it */
export async function readInitial(
  { source = '', file }: NonNullable<ResolvedJob['model']['initial']>,
  files: ByteSource,
): Promise<InitialModel> {
  const label = `${source.split('@')[0]}/${file}`;
  const { tensors, metadata } = await readWeights(await files.read(file), label);
  const { tokens } = datasetOf(metadata['dataset'], label);
  return { tensors, label, ...(tokens?.tokenizer && { tokenizer: tokens.tokenizer }) };
}

/** Files that others wrote have no such metadata. */
function datasetOf(text: string | undefined, label: string): z.output<typeof Dataset> {
  if (text === undefined) return {};
  try {
    return Dataset.parse(JSON.parse(text));
  } catch (cause) {
    throw new TrainError(
      'artifact_corrupt',
      `${label}: its metadata "dataset" is not what an export writes`,
      {
        cause,
      },
    );
  }
}

/** Names that one line lists. */
const NAMED = 20;

/** For the job's log: what of a file of weights was used, and what was not. */
export function sayBegun({ taken, fresh, unused }: WeightsFit, logger: Logger): void {
  const named = (names: readonly string[]) =>
    `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`;
  logger.info(`begins with ${taken.size} weights of model.initial`);
  if (fresh.length > 0) logger.info(`begins anew: ${named(fresh)}`);
  if (unused.length > 0) logger.info(`left in the file of weights: ${named(unused)}`);
}
