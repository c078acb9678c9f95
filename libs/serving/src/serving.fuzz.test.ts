import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { readInputs } from '@ringmaster/data';
import { type FuzzedDecoder, fuzzDecoder, keepsTheLaw } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import { readExportedModel } from './exported-model.js';
import { readGenerateRequest } from './generation/generate-request.js';
import { languageHead, promptTokens } from './generation/language-head.js';
import { type PredictRequest, readPredictRequest } from './predict-request.js';
import { EMPTY_REGISTRY, encodeRegistry, parseRegistry, withTag } from './registry/registry-state.js';
import { entriesOf, resolveRef } from './registry/resolve-ref.js';
import { version } from './testing/model-version.js';

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const WEIGHTS = 24;
const exported = (dataset: object, job: object, normalizer: object = { kind: 'none' }) =>
  bytesOf({
    format: 'layers-model',
    modelTopology: { class_name: 'Sequential', config: { layers: [] } },
    weightsManifest: [
      { paths: ['weights.bin'], weights: [{ name: 'd/kernel', shape: [2, 3], dtype: 'float32' }] },
    ],
    userDefinedMetadata: {
      ...{ jobId: 'j', weightsSha256: '00', normalizer },
      dataset: { name: 'petals', hash: 'aa', ...dataset },
      job: { loss: 'sparseCategoricalCrossentropy', ...job },
    },
  });
const port = { column: 'port', kind: 'oneHot', words: ['C', 'S'], unknown: 'other', missing: 'refuse' };
const table = {
  ...{ classes: 3, classNames: ['a', 'b', 'c'], columns: ['port=C', 'port=S', 'port (other)', 'n'] },
  ...{ encodings: [port], fillings: [0, 0, 0, 2.5] },
};
const CSV = new TextEncoder().encode('port,n,kind\nC,1,p\nX,,q\n');

fuzzDecoder('exported model', {
  runs: { quick: 150, full: 4_000 },
  decode: async (bytes) => {
    const model = readExportedModel(textOf(bytes), new Uint8Array(WEIGHTS));
    // What it says about tables and tokens can be used, or is refused by name.
    const uses = [
      () => readInputs({ name: 'a.csv', bytes: CSV, format: undefined }, { shape: [4], ...model.table }),
      () => promptTokens(languageHead(model, 'the model'), 'ab', 7),
    ];
    for (const use of uses)
      await Promise.resolve()
        .then((): unknown => use())
        .catch((error: unknown) => expect(error).toBeInstanceOf(TrainError));
    return model;
  },
  corpus: [
    exported(
      table,
      { data: { normalize: 'standardize', config: { label: 'kind', missing: 'mean' } } },
      { kind: 'standardize', mean: [3, 20], std: [2, 10] },
    ),
    exported(
      {
        tokens: {
          ...{ objective: 'nextToken', padding: 0, start: 2, end: 3 },
          tokenizer: { kind: 'character', characters: ['a', 'b'] },
        },
      },
      { data: {}, task: { kind: 'languageModel' } },
    ),
  ],
  codes: ['artifact_corrupt'],
  isJson: true,
  accepted: ({ weightSpecs, furtherInputs }) => {
    const values = weightSpecs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    expect(4 * values).toBe(WEIGHTS);
    expect(furtherInputs.every((name) => typeof name === 'string')).toBe(true);
  },
});

const predictions = (more: Partial<Parameters<typeof readPredictRequest>[1]> = {}) =>
  ({
    decode: (bytes) =>
      readPredictRequest(textOf(bytes), {
        parts: [{ name: 'input', shape: [4], dtype: 'float32' }],
        maxSamples: 1_024,
        ...more,
      }),
    corpus: [
      bytesOf({ inputs: [1, -2.5, 1e30, 0] }),
      bytesOf({
        inputs: [
          [1, 2, 3, 4],
          [0, 0, 0, 0.5],
        ],
      }),
    ],
    codes: ['invalid', 'too_large'],
    isJson: true,
    accepted: ({ count, x }) => {
      expect(count).toBeGreaterThan(0);
      expect(x.length % count).toBe(0);
      expect(x.every(Number.isFinite)).toBe(true);
    },
  }) satisfies FuzzedDecoder<PredictRequest>;

fuzzDecoder('request for predictions', predictions());
fuzzDecoder('request for predictions of a table', {
  ...predictions({
    table: {
      ...{ columns: table.columns, ignore: ['kind'], delimiter: ',', missingMarks: [''] },
      encodings: [{ ...port, kind: 'oneHot', unknown: 'other', missing: 'refuse' }],
      filling: () => 2.5,
    },
  }),
  corpus: [bytesOf({ inputs: [{ port: 'S', n: 4 }, { port: 'X' }] }), bytesOf({ inputs: [0, 1, 0, 4] })],
});
fuzzDecoder('request for predictions with several inputs', {
  ...predictions({
    parts: [
      { name: 'pixels', shape: [2, 1], dtype: 'float32' },
      { name: 'words', shape: [3], dtype: 'int32', below: 9 },
    ],
  }),
  corpus: [bytesOf({ inputs: [{ pixels: [[1], [2]], words: [0, 8, 3] }] })],
});

it('samples that are none take no room, whatever the model takes', () =>
  keepsTheLaw(
    predictions({ parts: [{ name: 'input', shape: [512, 512, 3], dtype: 'float32' }] }),
    bytesOf({ inputs: [[[[0]]], ...Array.from({ length: 1_000 }, () => 0)] }),
  ));

fuzzDecoder('request for a text', {
  decode: (bytes) => readGenerateRequest(textOf(bytes)),
  corpus: [
    bytesOf({ prompt: 'once', maxTokens: 8, temperature: 0.7, topK: 5, topP: 0.9, seed: 7, stream: true }),
    bytesOf({ prompt: 'once', beams: 4, lengthPenalty: 1 }),
  ],
  codes: ['invalid'],
  isJson: true,
  accepted: ({ prompt, maxTokens, beams, stream }) => {
    expect(prompt.length).toBeLessThanOrEqual(LIMITS.serveGeneratePrompt);
    expect(maxTokens <= LIMITS.serveGenerateTokens && beams <= LIMITS.serveGenerateBeams).toBe(true);
    expect(beams > 1 && stream).toBe(false);
  },
});

const one = withTag(EMPTY_REGISTRY, { name: 'digits', tag: 'latest', version: version('a') });
const two = withTag(one, { name: 'digits', tag: 'prod', version: version('b') });

fuzzDecoder('model registry', {
  decode: (bytes) => parseRegistry('registry.json', textOf(bytes)),
  corpus: [EMPTY_REGISTRY, one, two].map((state) => new TextEncoder().encode(encodeRegistry(state))),
  codes: ['artifact_corrupt'],
  isJson: true,
  accepted: (state) => {
    const entries = entriesOf(state);
    for (const { name, tags, version: its } of entries) {
      expect(resolveRef(state, { name, version: its.version }).version).toEqual(its);
      for (const tag of tags) expect(resolveRef(state, { name, tag }).version).toEqual(its);
    }
    expect(parseRegistry('registry.json', encodeRegistry(state))).toEqual(state);
    const more = withTag(state, { name: 'more', tag: 'latest', version: version('c') });
    expect(resolveRef(more, { name: 'more', tag: 'latest' }).tags).toEqual(['latest']);
  },
});
