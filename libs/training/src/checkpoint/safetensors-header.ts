import { TrainError } from '@ringmaster/core';
import { z } from 'zod';

/** Bytes of a value, by type. */
const WIDTHS = {
  ...{ F64: 8, I64: 8, U64: 8, F32: 4, I32: 4, U32: 4, F16: 2, BF16: 2, I16: 2, U16: 2 },
  ...{ F8_E4M3: 1, F8_E5M2: 1, I8: 1, U8: 1, BOOL: 1 },
} as const;
type Dtype = keyof typeof WIDTHS;

const TensorEntry = z.strictObject({
  dtype: z.enum(Object.keys(WIDTHS) as [Dtype, ...Dtype[]]),
  shape: z.array(z.int().min(0)).max(16),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
export type TensorEntry = z.output<typeof TensorEntry>;
const Metadata = z.record(z.string(), z.string());

export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of their bytes. */
  readonly tensors: readonly (readonly [name: string, entry: TensorEntry])[];
  /** Bytes of tensor data that the header promises. */
  readonly dataBytes: number;
}

/** Checks a header's JSON: known fields only, no name twice, and offsets that cover the data without gap or overlap. */
export function parseHeader(text: string, file: string): SafetensorsHeader {
  const corrupt = (message: string) => new TrainError('artifact_corrupt', `${file}: ${message}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new TrainError('artifact_corrupt', `${file}: the header is not JSON`, { cause });
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw corrupt('the header is not an object');
  const duplicate = duplicateKey(text);
  if (duplicate !== undefined) throw corrupt(`the header names "${duplicate}" twice`);

  const metadata = Metadata.safeParse(
    Object.entries(json).find(([name]) => name === '__metadata__')?.[1] ?? {},
  );
  if (!metadata.success) throw corrupt('__metadata__ must map strings to strings');
  const tensors = Object.entries(json)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]): [string, TensorEntry] => {
      const entry = TensorEntry.safeParse(value);
      if (!entry.success) throw corrupt(`tensor "${name}": ${z.prettifyError(entry.error)}`);
      return [name, entry.data];
    })
    .sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]);

  let at = 0;
  for (const [name, { dtype, shape, data_offsets: offsets }] of tensors) {
    const [begin, end] = offsets;
    const bytes = shape.reduce((product, size) => product * size, WIDTHS[dtype]);
    if (begin !== at) throw corrupt(`tensor "${name}" begins at byte ${begin} of the data, expected ${at}`);
    if (end - begin !== bytes)
      throw corrupt(
        `tensor "${name}" of shape [${shape.join(', ')}] has ${end - begin} bytes, expected ${bytes}`,
      );
    at = end;
  }
  return { metadata: metadata.data, tensors, dataBytes: at };
}

/**
 * JSON.parse keeps the last of two equal keys without a word; this finds the first key of the outer object that repeats.
 * By hand, because an expression that matches a string needs stack for each of its characters.
 * @param text valid JSON
 */
function duplicateKey(text: string): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    if (char !== '"') continue;
    const end = stringEnd(text, at);
    if (depth === 1 && isKey(text, end)) {
      const key = JSON.parse(text.slice(at, end)) as string;
      if (seen.has(key)) return key;
      seen.add(key);
    }
    at = end - 1;
  }
  return undefined;
}

/** Behind the closing quote of the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** In valid JSON a colon, and nothing else, makes a string a key. */
function isKey(text: string, end: number): boolean {
  let at = end;
  while (/\s/.test(text[at] ?? '')) at++;
  return text[at] === ':';
}
