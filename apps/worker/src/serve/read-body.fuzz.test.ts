import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { LIMITS } from '@ringmaster/contracts';
import { readGenerateRequest, readPredictRequest } from '@ringmaster/serving';
import { type FuzzedDecoder, fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import { readBody } from './read-body.js';

const MOST = 300;
/** A request as Node hands it over: a stream with headers. */
const request = (bytes: Uint8Array, headers: object = {}): IncomingMessage =>
  Object.assign(Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]), {
    headers: { 'content-type': 'application/json', ...headers },
  }) as unknown as IncomingMessage;
const body = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const over = <T>(read: (text: string) => T, value: unknown): FuzzedDecoder<T> => ({
  decode: async (bytes) => read(await readBody(request(bytes), MOST)),
  corpus: [body(value)],
  codes: ['invalid', 'too_large'],
  isJson: true,
  accepted: (_value, bytes) => expect(bytes.length).toBeLessThanOrEqual(MOST),
});

fuzzDecoder(
  'POST /v1/predict',
  over(
    (text) =>
      readPredictRequest(text, { parts: [{ name: 'input', shape: [2], dtype: 'float32' }], maxSamples: 8 }),
    {
      inputs: [
        [1, 2],
        [3, 4.5],
      ],
    },
  ),
);
fuzzDecoder('POST /v1/generate', over(readGenerateRequest, { prompt: 'Wörter', maxTokens: 8, topK: 5 }));

it.each(['-1', '1e999', 'x', '', '99999999999999999999'])(
  'a body is counted, whatever its length is said to be: %s',
  async (length) => {
    const long = request(new Uint8Array(MOST + 1).fill(0x20), { 'content-length': length });
    await expect(readBody(long, MOST)).rejects.toMatchObject({ code: 'too_large' });
    expect(MOST).toBeLessThan(LIMITS.predictBodyBytes);
  },
);
