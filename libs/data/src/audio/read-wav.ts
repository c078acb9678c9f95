import { LIMITS } from '@ringmaster/contracts';
import { corrupt, shown } from '../files/corrupt.js';

/** Sound as numbers from −1 to 1, channels side by side: [frames, channels]. */
export interface Wav {
  readonly rate: number;
  readonly channels: number;
  readonly samples: Float32Array;
}

const [PCM, FLOAT, EXTENSIBLE] = [1, 3, 0xfffe] as const;
const ascii = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));

interface Format {
  readonly encoding: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

/**
 * RIFF WAVE: PCM of 8, 16, 24 or 32 bits, and float32. Other chunks are passed over.
 * @throws TrainError `data_corrupt` naming file and byte
 */
export function readWav(name: string, bytes: Uint8Array): Wav {
  if (bytes.length === 0) throw corrupt(name, 'is empty');
  if (ascii(bytes, 0) !== 'RIFF' || ascii(bytes, 8) !== 'WAVE')
    throw corrupt(`${name}: byte 0`, 'no WAV file begins like this: RIFF … WAVE is missing');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let format: Format | undefined;
  for (let at = 12; at < bytes.length;) {
    if (at + 8 > bytes.length)
      throw corrupt(`${name}: byte ${at}`, `ends at byte ${bytes.length}, inside the header of a chunk`);
    const [id, length] = [ascii(bytes, at), view.getUint32(at + 4, true)];
    const end = at + 8 + length;
    if (end > bytes.length)
      throw corrupt(
        name,
        `ends at byte ${bytes.length}, but the chunk ${shown(id)} that begins at byte ${at} ends at byte ${end}: it is cut`,
      );
    if (id === 'fmt ') format = readFormat(`${name}: byte ${at}`, view, { at: at + 8, length });
    if (id === 'data') {
      if (!format) throw corrupt(`${name}: byte ${at}`, 'the data come before their format');
      return { ...format, samples: readSamples(`${name}: byte ${at}`, bytes.subarray(at + 8, end), format) };
    }
    at = end + (length % 2);
  }
  throw corrupt(name, 'has no chunk "data"');
}

function readFormat(where: string, view: DataView, { at, length }: { at: number; length: number }): Format {
  if (length < 16) throw corrupt(where, `the format takes 16 bytes, but the chunk has ${length}`);
  const tag = view.getUint16(at, true);
  const encoding = tag === EXTENSIBLE && length >= 26 ? view.getUint16(at + 24, true) : tag;
  const format = {
    encoding,
    channels: view.getUint16(at + 2, true),
    rate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
  const known = encoding === PCM ? [8, 16, 24, 32] : encoding === FLOAT ? [32] : [];
  if (!known.includes(format.bits))
    throw corrupt(
      where,
      `encoding ${encoding} with ${format.bits} bits; PCM of 8, 16, 24 or 32 bits and float32 can be read`,
    );
  if (format.channels === 0 || format.rate === 0)
    throw corrupt(where, `${format.channels} channels at ${format.rate} Hz`);
  return format;
}

function readSamples(where: string, data: Uint8Array, { encoding, channels, bits }: Format): Float32Array {
  const width = bits / 8;
  const count = data.length / width;
  if (data.length === 0) throw corrupt(where, 'holds no sound');
  if (!Number.isInteger(count / channels))
    throw corrupt(where, `${data.length} bytes are no whole number of frames of ${channels}×${bits} bits`);
  if (count > LIMITS.dataValues) throw corrupt(where, `more than ${LIMITS.dataValues} values`);
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const at = SAMPLE_READERS[encoding === FLOAT ? 'float' : (bits as 8 | 16 | 24 | 32)];
  const samples = Float32Array.from({ length: count }, (_, i) => at(view, i * width));
  const bad = samples.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw corrupt(where, `value ${bad} is ${samples[bad]}`);
  return samples;
}

/** As numbers from −1 to 1. 8 bits are unsigned. */
const SAMPLE_READERS = {
  8: (view: DataView, at: number) => (view.getUint8(at) - 128) / 2 ** 7,
  16: (view: DataView, at: number) => view.getInt16(at, true) / 2 ** 15,
  24: (view: DataView, at: number) => (view.getInt8(at + 2) * 2 ** 16 + view.getUint16(at, true)) / 2 ** 23,
  32: (view: DataView, at: number) => view.getInt32(at, true) / 2 ** 31,
  float: (view: DataView, at: number) => view.getFloat32(at, true),
} as const;
