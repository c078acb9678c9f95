import { INPUT_FORMATS, type InputFormat } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { corrupt } from '../files/corrupt.js';
import { gunzip, isGzip } from '../files/gzip.js';
import { idxInputs, npyInputs, npzInputs } from './array-inputs.js';
import { type InputSamples, type InputSpec, partsOf } from './input-samples.js';
import { jsonInputs, jsonlInputs } from './json-inputs.js';
import { tokenProblem } from './numbers.js';
import { csvInputs } from './table-inputs.js';
import { readsTexts, textInputs } from './text-inputs.js';

type Reader = (name: string, bytes: Uint8Array, spec: InputSpec) => InputSamples | Promise<InputSamples>;
const READERS: Readonly<Record<InputFormat, Reader>> = {
  csv: csvInputs,
  jsonl: jsonlInputs,
  json: jsonInputs,
  npy: npyInputs,
  npz: npzInputs,
  idx: idxInputs,
  txt: (name) => {
    throw new TrainError('invalid', `${name} holds texts, but the model was not trained on texts`);
  },
};

/** Formats in which a sample can have a value for each of several inputs. */
const SEVERAL: ReadonlySet<InputFormat> = new Set(['json', 'jsonl', 'npz']);

/** The format that a file's name tells (`.gz` left off); MNIST's names tell one too. */
export function inputFormatOf(name: string): InputFormat | undefined {
  const base = name.toLowerCase().replace(/\.gz$/, '');
  if (/-idx[34]-ubyte$|\.idx[34]?$/.test(base)) return 'idx';
  const extension = base.slice(base.lastIndexOf('.') + 1);
  return INPUT_FORMATS.find(
    (format) => format === extension || (format === 'jsonl' && extension === 'ndjson'),
  );
}

/**
 * Samples for a trained model from the bytes of a file, gzipped or not; every sample is read and checked before the
 * first is used.
 * @throws TrainError `data_corrupt` naming the place | `invalid` when the format is not known
 */
export async function readInputs(
  file: { readonly name: string; readonly bytes: Uint8Array; readonly format: InputFormat | undefined },
  spec: InputSpec,
): Promise<InputSamples> {
  const format = file.format ?? inputFormatOf(file.name);
  if (format === undefined)
    throw new TrainError(
      'invalid',
      `the name ${file.name} does not tell its format: say --format ${INPUT_FORMATS.join(' | ')}`,
    );
  const bytes = isGzip(file.bytes) ? await gunzip(file.name, file.bytes) : file.bytes;
  const { text } = spec;
  if (text && readsTexts(format)) return textInputs({ name: file.name, bytes, format }, { ...spec, text });
  const parts = partsOf(spec);
  if (parts.length > 1 && !SEVERAL.has(format))
    throw new TrainError(
      'invalid',
      `${file.name} is ${format}, which holds one value a sample, but the model has the inputs ` +
        `${parts.map(({ name }) => name).join(', ')}: give ${[...SEVERAL].join(', ')}`,
    );
  const samples = await READERS[format](file.name, bytes, spec);
  const problem = tokenProblem(samples, parts);
  if (problem) throw corrupt(`${file.name}: sample ${problem.row}, at ${problem.path}`, problem.message);
  return samples;
}
