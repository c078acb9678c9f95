import { type NpyArray, readNpy } from '../arrays/read-npy.js';
import { readZip } from '../arrays/read-zip.js';
import { corrupt } from '../files/corrupt.js';
import { readIdx } from '../idx.js';
import { type InputSamples, type InputSpec, partsOf, sampleWidth, widthOf } from './input-samples.js';

/** Samples [n, …shape] of a NumPy array; images may come without their one channel, bytes stand for value ÷ 255. */
export function npyInputs(name: string, bytes: Uint8Array, spec: InputSpec): InputSamples {
  return ofArray(name, readNpy(name, bytes), spec);
}

/** The array `x` of a NumPy archive, or its only one; of a model with several inputs the arrays of their names. */
export async function npzInputs(name: string, bytes: Uint8Array, spec: InputSpec): Promise<InputSamples> {
  const zip = readZip(name, bytes);
  const parts = partsOf(spec);
  if (parts.length > 1) {
    const columns = await Promise.all(
      parts.map(async ({ name: part, shape }) =>
        npyInputs(`${name}/${part}`, await zip.entry(`${part}.npy`), { ...spec, shape }),
      ),
    );
    return sideBySide(name, columns, sampleWidth(parts));
  }
  const [only] = zip.names;
  const entry = zip.names.length === 1 && only !== undefined ? only : 'x.npy';
  return npyInputs(`${name}/${entry.replace(/\.npy$/, '')}`, await zip.entry(entry), spec);
}

/** All inputs of each sample, one after the other. */
function sideBySide(name: string, columns: readonly InputSamples[], width: number): InputSamples {
  const count = columns[0]?.count ?? 0;
  if (columns.some((column) => column.count !== count))
    throw corrupt(name, `its arrays hold ${columns.map((column) => column.count).join(', ')} samples`);
  const x = new Float32Array(count * width);
  let offset = 0;
  for (const column of columns) {
    const own = column.x.length / count;
    for (let row = 0; row < count; row++)
      x.set(column.x.subarray(row * own, (row + 1) * own), row * width + offset);
    offset += own;
  }
  return { count, x };
}

/** The images of an IDX file. */
export function idxInputs(name: string, bytes: Uint8Array, spec: InputSpec): InputSamples {
  const { dims, values } = readIdx(name, bytes, bytes[3] === 4 ? 4 : 3);
  return ofArray(name, { shape: dims, dtype: '|u1', values }, spec);
}

function ofArray(name: string, { shape, values }: NpyArray, spec: InputSpec): InputSamples {
  const [count = 0, ...dims] = shape;
  const given = dims.length === 2 && spec.shape.length === 3 ? [...dims, 1] : dims;
  if (given.join() !== spec.shape.join())
    throw corrupt(
      name,
      `has the shape (${shape.join(', ')}), but the model takes (n, ${spec.shape.join(', ')})`,
    );
  if (count === 0) throw corrupt(name, 'holds no samples');
  const x = new Float32Array(count * widthOf(spec.shape));
  const isBytes = values instanceof Uint8Array;
  for (let i = 0; i < x.length; i++) {
    const value = Math.fround(isBytes ? Number(values[i]) / 255 : Number(values[i]));
    if (!Number.isFinite(value))
      throw corrupt(`${name}: value ${i}`, `is ${values[i]}, which float32 cannot hold as a number`);
    x[i] = value;
  }
  return { count, x };
}
