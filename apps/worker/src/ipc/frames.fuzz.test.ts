import { serialize } from 'node:v8';
import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import { frameReader } from './frames.js';
import { FromTrainer, ToTrainer } from './messages.js';

const frame = (message: unknown): Uint8Array => {
  const body = serialize(message);
  const bytes = Buffer.alloc(4 + body.length);
  bytes.writeUInt32BE(body.length);
  bytes.set(body, 4);
  return new Uint8Array(bytes);
};
const generation = { epoch: 1, n: 2, nonce: 'n' };
const go = { type: 'go', generation, peers: [{ rank: 0, address: '127.0.0.1:1' }], source: 0, behind: [1] };
const warm = { type: 'warm', fingerprint: { cpu: 'x' }, backend: 'cpu', warnings: ['w'] };
const assign = {
  type: 'assign',
  assignment: {
    ...{ jobId: 'job-1', attempt: 1, rank: 0, world: 2, generation, jobJson: '{}' },
    ...{ jobSecret: Uint8Array.of(1, 2, 3), artifactsUrl: '', artifactsToken: '', resumeFrom: '', slot: 0 },
  },
};

/** As the channel does: every message is checked. Fed in pieces of `size` bytes. */
function read(bytes: Uint8Array, size = Infinity): readonly unknown[] {
  const messages: unknown[] = [];
  const feed = frameReader((message) => messages.push(message));
  for (let at = 0; at < bytes.length; at += size) feed(Buffer.from(bytes.subarray(at, at + size)));
  for (const message of messages) {
    FromTrainer.safeParse(message);
    ToTrainer.safeParse(message);
  }
  return messages;
}
const corpus = [warm, go, assign].map(frame);

fuzzDecoder('worker ipc frames', { decode: (bytes) => read(bytes), corpus, codes: ['invalid'] });
fuzzDecoder('worker ipc frames in pieces', { decode: (bytes) => read(bytes, 7), corpus, codes: ['invalid'] });

it.each([
  ['a list that says four billion entries and has none', { ...warm, warnings: new Array(2 ** 32 - 1) }],
  ['such a list deep inside', { ...warm, fingerprint: { a: new Map([['b', [new Array(2 ** 31)]]]) } }],
])('%s is refused', (_what, message) => {
  expect(() => read(frame(message))).toThrow(expect.objectContaining({ code: 'invalid' }));
});
