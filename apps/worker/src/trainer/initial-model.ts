import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { type ByteSource, TokenFacts, type TokenizerState } from '@ringmaster/data';
import { decodeSafetensors, type NamedTensor } from '@ringmaster/training';
import { z } from 'zod';

/** The model that training begins with. */
export interface InitialModel {
  readonly tensors: readonly NamedTensor[];
  /** Absent where it knows no text. */
  readonly tokenizer?: TokenizerState;
  /** For messages. */
  readonly label: string;
}

/** What an export of ours says of its data in a file of tensors. */
const Dataset = z.object({ tokens: TokenFacts.optional() });

/** Reads the file that `model.initial` names. @throws TrainError `artifact_corrupt` | `not_found` naming it */
export async function readInitial(
  { source = '', file }: NonNullable<ResolvedJob['model']['initial']>,
  files: ByteSource,
): Promise<InitialModel> {
  const label = `${source.split('@')[0]}/${file}`;
  const { tensors, metadata } = decodeSafetensors(await files.read(file), label);
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
