/*
 * safetensors (github.com/huggingface/safetensors, "Format"): no code, no compression, readable from any language.
 *
 *   [u64 little-endian: n] [n bytes of JSON: name → dtype, shape, data_offsets] [tensor bytes, end to end]
 */
import { LIMITS } from '@ringmaster/contracts';
import { assert, TrainError } from '@ringmaster/core';
import type { NamedTensor } from './named-tensor.js';
import { parseHeader } from './safetensors-header.js';

const LENGTH_BYTES = 8;
const ALIGNMENT = 8;

/** One safetensors file of float32 and int32 tensors, in the given order; equal input gives equal bytes. */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const header = new Map<string, unknown>();
  if (Object.keys(metadata).length > 0) header.set('__metadata__', metadata);
  let at = 0;
  for (const { name, shape, data } of tensors) {
    assert(!header.has(name), `two tensors are called ${name}`);
    const end = at + data.byteLength;
    header.set(name, { dtype: data instanceof Float32Array ? 'F32' : 'I32', shape, data_offsets: [at, end] });
    at = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerBytes = Math.ceil(json.byteLength / ALIGNMENT) * ALIGNMENT;
  const out = new Uint8Array(LENGTH_BYTES + headerBytes + at);
  new DataView(out.buffer).setBigUint64(0, BigInt(headerBytes), true);
  out.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes).set(json, LENGTH_BYTES);
  let offset = LENGTH_BYTES + headerBytes;
  for (const { data } of tensors) {
    out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return out;
}

/** A tensor as it lies in a file. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** A view of the file, at no particular alignment. */
  readonly bytes: Uint8Array;
}

/**
 * The tensors of a file, in the order of their bytes. Strict: what this accepts has no slack to hide data in.
 * @param file names the file in messages
 * @throws TrainError `artifact_corrupt` naming the file and, where it ends early, the byte
 */
export function readSafetensors(
  bytes: Uint8Array,
  file = 'safetensors file',
): { readonly tensors: readonly StoredTensor[]; readonly metadata: Readonly<Record<string, string>> } {
  const corrupt = (message: string) => new TrainError('artifact_corrupt', `${file}: ${message}`);
  if (bytes.byteLength < LENGTH_BYTES)
    throw corrupt(`ends at byte ${bytes.byteLength}, inside of the header's length (${LENGTH_BYTES} bytes)`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(LIMITS.safetensorsHeaderBytes))
    throw corrupt(`a header of ${length} bytes is over the limit of ${LIMITS.safetensorsHeaderBytes}`);
  const dataStart = LENGTH_BYTES + Number(length);
  if (bytes.byteLength < dataStart)
    throw corrupt(`ends at byte ${bytes.byteLength}, inside of the header (up to byte ${dataStart})`);

  const header = parseHeader(utf8(bytes.subarray(LENGTH_BYTES, dataStart), file), file);
  const promised = dataStart + header.dataBytes;
  if (bytes.byteLength < promised)
    throw corrupt(`ends at byte ${bytes.byteLength}, its header promises ${promised}`);
  if (bytes.byteLength > promised)
    throw corrupt(`has ${bytes.byteLength - promised} bytes too many after byte ${promised}`);
  const tensors = header.tensors.map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [begin, end],
      },
    ]) => ({
      ...{ name, dtype, shape },
      bytes: bytes.subarray(dataStart + begin, dataStart + end),
    }),
  );
  return { tensors, metadata: header.metadata };
}

/** What {@link encodeSafetensors} wrote, copied. @throws TrainError as {@link readSafetensors}, and for other types */
export function decodeSafetensors(
  bytes: Uint8Array,
  file = 'safetensors file',
): { readonly tensors: readonly NamedTensor[]; readonly metadata: Readonly<Record<string, string>> } {
  const { tensors, metadata } = readSafetensors(bytes, file);
  return {
    metadata,
    tensors: tensors.map(({ name, dtype, shape, bytes: stored }) => {
      if (dtype !== 'F32' && dtype !== 'I32')
        throw new TrainError(
          'artifact_corrupt',
          `${file}: tensor "${name}" is ${dtype}, expected F32 or I32`,
        );
      const { buffer } = new Uint8Array(stored);
      return { name, shape, data: dtype === 'F32' ? new Float32Array(buffer) : new Int32Array(buffer) };
    }),
  };
}

function utf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new TrainError('artifact_corrupt', `${file}: the header is not UTF-8`, { cause });
  }
}
