import { linearJob, linearModel, memoryCheckpointStore, blobs, trainInProcess } from '@ringmaster/testkit';
import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import { decodeRecord, encodeRecord } from '../record-codec.js';
import { parseManifest } from './manifest.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

fuzzDecoder('safetensors', {
  decode: (bytes) => decodeSafetensors(bytes),
  corpus: [
    encodeSafetensors([]),
    encodeSafetensors(
      [
        { name: 'dense/kernel', shape: [2, 3], data: Float32Array.of(1, -2, 3.5, NaN, Infinity, -0) },
        { name: 'ids', shape: [2], data: Int32Array.of(-1, 2 ** 31 - 1) },
        { name: 'none', shape: [0, 4], data: new Float32Array(0) },
      ],
      { model: 'mlp' },
    ),
  ],
  codes: ['artifact_corrupt'],
  accepted: ({ tensors }) => {
    for (const { shape, data } of tensors) expect(data).toHaveLength(shape.reduce((a, b) => a * b, 1));
  },
});

it('a header with a text of twenty million characters is read, not a stack overflow', () => {
  const text = 'x'.repeat(20_000_000);
  expect(decodeSafetensors(encodeSafetensors([], { note: text })).metadata['note']).toHaveLength(text.length);
});

const signal = new AbortController().signal;
const store = memoryCheckpointStore();
const control = (_rank: number, question: number) => (question === 1 ? 'stop' : 'none');
await trainInProcess({ job: linearJob(), world: 1, dataset: blobs, program: linearModel, store, control });
const { manifest } = await store.load(2, signal);

it('a manifest that is nested without end is refused, not a stack overflow', () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const text = new TextDecoder().decode(manifest).replace('"kind": "none"', `"kind": ${deep}`);
  expect(text.length).toBeGreaterThan(deep.length);
  expect(() => parseManifest(new TextEncoder().encode(text))).toThrow(
    expect.objectContaining({ code: 'artifact_corrupt' }),
  );
});

fuzzDecoder('checkpoint manifest', {
  decode: parseManifest,
  corpus: [manifest],
  codes: ['artifact_corrupt', 'incompatible'],
  isJson: true,
  accepted: ({ job }) => expect(job.training.shards).toBeGreaterThan(0),
});

fuzzDecoder('step record', {
  decode: decodeRecord,
  corpus: [
    encodeRecord({
      ...{ lossSum: 1.25, samples: 16, metricSums: [3, 4.5], finite: true, control: 'none' },
      digests: new Map([[2, 0xfedcba9876543210n]]),
      counts: new Map([[2, 16]]),
      replicaHashes: new Map([[0, 'ab'.repeat(32)]]),
    }),
  ],
  codes: ['fenced'],
});
