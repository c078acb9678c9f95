import { TrainError } from '@ringmaster/core';
import { readNpy, readZip } from '@ringmaster/data';
import { readSafetensors } from '../checkpoint/safetensors.js';
import { FLOAT_READERS } from './float-values.js';

/** A tensor of a file of weights. */
export interface FileTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** As the file calls its type. */
  readonly dtype: string;
  /** Its values as float32, row-major; absent where they are no floating-point numbers. */
  readonly values?: () => Float32Array;
}

export interface WeightsFile {
  readonly tensors: readonly FileTensor[];
  /** What safetensors says beside the tensors. */
  readonly metadata: Readonly<Record<string, string>>;
}

type Reader = (bytes: Uint8Array, file: string) => WeightsFile | Promise<WeightsFile>;

const READERS: Readonly<Record<string, Reader>> = {
  '.safetensors': (bytes, file) => {
    const { tensors, metadata } = readSafetensors(bytes, file);
    return {
      metadata,
      tensors: tensors.map(({ name, shape, dtype, bytes: data }) => {
        const read = FLOAT_READERS[dtype];
        return { name, shape, dtype, ...(read && { values: () => read(data) }) };
      }),
    };
  },
  '.npz': async (bytes, file) => ({ metadata: {}, tensors: await readArchive(bytes, file) }),
};

/** Endings of the files that hold weights. */
export const WEIGHTS_ENDINGS: readonly string[] = Object.keys(READERS);

/**
 * The tensors of a file of weights, whose ending tells the format. Values are converted when they are asked for.
 * @throws TrainError `invalid` for another ending | `artifact_corrupt` | `data_corrupt` naming file and byte
 */
export async function readWeights(bytes: Uint8Array, file: string): Promise<WeightsFile> {
  const read = READERS[WEIGHTS_ENDINGS.find((ending) => file.endsWith(ending)) ?? ''];
  if (!read)
    throw new TrainError(
      'invalid',
      `${file} is no file of weights: its name must end in ${WEIGHTS_ENDINGS.join(' or ')}`,
    );
  // A Buffer's `slice` is a view: readers get what they think they get.
  return read(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), file);
}

/** An archive of NumPy: an entry `<name>.npy` for each array. */
async function readArchive(bytes: Uint8Array, file: string): Promise<readonly FileTensor[]> {
  const zip = readZip(file, bytes);
  const tensors: FileTensor[] = [];
  for (const entry of zip.names) {
    const { shape, dtype, values } = readNpy(`${file}/${entry}`, await zip.entry(entry));
    const isFloat = values instanceof Float32Array || values instanceof Float64Array;
    const name = entry.replace(/\.npy$/, '');
    tensors.push({ name, shape, dtype, ...(isFloat && { values: () => Float32Array.from(values) }) });
  }
  return tensors;
}
