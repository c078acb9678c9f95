import { expect, it } from 'vitest';
import { openDataset } from '../open.js';
import { readWav } from './read-wav.js';

interface Sound {
  readonly tag?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly bits?: number;
  readonly data: ArrayBufferView;
  readonly before?: readonly number[];
}
const ascii = (text: string) => [...new TextEncoder().encode(text)];

function wav({ tag = 1, channels = 1, rate = 8_000, bits = 16, data, before = [] }: Sound): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const u32 = (value: number) => [...new Uint8Array(Uint32Array.of(value).buffer)];
  const u16 = (value: number) => u32(value).slice(0, 2);
  const width = (channels * bits) / 8;
  const format = [
    ...u16(tag),
    ...u16(channels),
    ...u32(rate),
    ...u32(rate * width),
    ...u16(width),
    ...u16(bits),
  ];
  const chunks = [
    ...before,
    ...ascii('fmt '),
    ...u32(16),
    ...format,
    ...ascii('data'),
    ...u32(bytes.length),
    ...bytes,
  ];
  return Uint8Array.from([...ascii('RIFF'), ...u32(4 + chunks.length), ...ascii('WAVE'), ...chunks]);
}

it.each<[string, Sound, readonly number[]]>([
  ['8 bits', { bits: 8, data: Uint8Array.of(128, 0, 192) }, [0, -1, 0.5]],
  ['16 bits', { data: Int16Array.of(0, -32768, 16384) }, [0, -1, 0.5]],
  [
    '24 bits',
    { bits: 24, data: Uint8Array.of(0, 0, 0x80, 0, 0, 0x40, 0xff, 0xff, 0xff) },
    [-1, 0.5, -(2 ** -23)],
  ],
  ['32 bits', { bits: 32, data: Int32Array.of(-(2 ** 31), 2 ** 30) }, [-1, 0.5]],
  ['floats', { tag: 3, bits: 32, data: Float32Array.of(0.25, -0.75) }, [0.25, -0.75]],
  [
    'two channels behind another chunk',
    { channels: 2, data: Int16Array.of(1, 2), before: [...ascii('LIST'), 1, 0, 0, 0, 9, 0] },
    [2 ** -15, 2 ** -14],
  ],
])('reads %s', (_what, sound, expected) => {
  expect([...readWav('s.wav', wav(sound)).samples]).toEqual(expected);
});

const good = wav({ data: Int16Array.of(1, 2, 3) });
const patched = (at: number, ...values: readonly number[]) => {
  const bytes = good.slice();
  bytes.set(values, at);
  return bytes;
};

it.each<[string, Uint8Array, string]>([
  ['an empty file', new Uint8Array(), 's.wav: is empty'],
  [
    'another kind of file',
    Uint8Array.from(ascii('ID3 and so on')),
    's.wav: byte 0: no WAV file begins like this',
  ],
  [
    'a cut file',
    good.subarray(0, 46),
    's.wav: ends at byte 46, but the chunk "data" that begins at byte 36 ends at byte 50: it is cut',
  ],
  [
    'a cut chunk header',
    good.subarray(0, 40),
    's.wav: byte 36: ends at byte 40, inside the header of a chunk',
  ],
  ['no data', good.subarray(0, 36), 's.wav: has no chunk "data"'],
  [
    'data before their format',
    patched(12, ...ascii('junk')),
    's.wav: byte 36: the data come before their format',
  ],
  ['a packed encoding', patched(20, 85), 's.wav: byte 12: encoding 85 with 16 bits; PCM of 8, 16, 24 or 32'],
  ['a strange depth', patched(34, 12), 'encoding 1 with 12 bits'],
  ['no channels', patched(22, 0), '0 channels at 8000 Hz'],
  ['half a frame', patched(22, 2), '6 bytes are no whole number of frames of 2×16 bits'],
  ['an empty sound', wav({ data: new Int16Array() }), 's.wav: byte 36: holds no sound'],
  ['a NaN', wav({ tag: 3, bits: 32, data: Float32Array.of(0, NaN) }), 'value 1 is NaN'],
])('refuses %s', (_what, bytes, message) => {
  expect(() => readWav('s.wav', bytes)).toThrow(message);
});

const folder = (files: Readonly<Record<string, Uint8Array>>, config: Record<string, unknown> = {}) =>
  openDataset(
    { dataset: 'wav-folder', source: 'sounds', config, augment: [] },
    {
      seed: 1,
      source: () => ({
        list: () => Promise.resolve(Object.keys(files).sort()),
        read: (name) => Promise.resolve(files[name] ?? new Uint8Array()),
      }),
    },
  );

it('reads a folder of sounds, cut or followed by silence', async () => {
  const short = wav({ data: Int16Array.of(8192) });
  const sounds = await folder({ 'low/a.wav': good, 'high/b.wav': short }, { frames: 2 });
  expect(sounds.info).toMatchObject({ inputShape: [2, 1], classNames: ['high', 'low'], sizes: { train: 2 } });
  expect([...sounds.read('train', Uint32Array.of(0, 1)).x.data]).toEqual([0.25, 0, 2 ** -15, 2 ** -14]);
});

it.each<[string, Sound, string]>([
  [
    'length',
    { data: Int16Array.of(1) },
    'low/b.wav: holds 1 frames, but high/a.wav holds 3; say data.config.frames',
  ],
  [
    'rate',
    { rate: 16_000, data: Int16Array.of(1, 2, 3) },
    'has 1 channels at 16000 Hz, but high/a.wav has 1 at 8000 Hz',
  ],
])('refuses sounds of another %s', async (_what, sound, message) => {
  await expect(folder({ 'high/a.wav': good, 'low/b.wav': wav(sound) })).rejects.toThrow(message);
});
