import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect } from 'vitest';
import { readWav } from './read-wav.js';

const ascii = (text: string) => [...new TextEncoder().encode(text)];
const u32 = (value: number) => [...new Uint8Array(Uint32Array.of(value).buffer)];
const u16 = (value: number) => u32(value).slice(0, 2);

function wav(tag: number, bits: number, channels: number): Uint8Array {
  const data = Array.from({ length: (4 * channels * bits) / 8 }, (_, i) => (tag === 3 ? 0 : (i * 37) % 256));
  const format = [...u16(tag), ...u16(channels), ...u32(8_000), ...u32(0), ...u16(0), ...u16(bits)];
  const chunks = [
    ...ascii('LIST'),
    ...u32(3),
    1,
    2,
    3,
    0,
    ...ascii('fmt '),
    ...u32(16),
    ...format,
    ...ascii('data'),
  ];
  const body = [...chunks, ...u32(data.length), ...data];
  return Uint8Array.from([...ascii('RIFF'), ...u32(4 + body.length), ...ascii('WAVE'), ...body]);
}

fuzzDecoder('wav', {
  decode: (bytes) => readWav('a.wav', bytes),
  corpus: [wav(1, 8, 1), wav(1, 16, 2), wav(1, 24, 1), wav(1, 32, 2), wav(3, 32, 1)],
  codes: ['data_corrupt'],
  accepted: ({ samples, channels }) => {
    expect(samples.length % channels).toBe(0);
    expect(samples.every(Number.isFinite)).toBe(true);
  },
});
