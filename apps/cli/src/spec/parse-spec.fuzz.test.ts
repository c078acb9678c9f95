import { JobDocument } from '@ringmaster/contracts';
import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import { parseSpec } from './parse-spec.js';

const text = (value: string) => new TextEncoder().encode(value);
const YAML = `# a job
version: 1
kind: train
name: digits
data: { dataset: digits, batchSize: 64 }
model: &m
  name: mlp
  config: { units: [32, 16] }
copy: *m
loss: "categoricalCrossentropy"
optimizer:
  kind: adam
  learningRate: 1.0e-3
note: |
  two
  lines
`;
const JSON_TEXT =
  '{"version":1,"kind":"train","data":{"dataset":"digits","batchSize":64},"model":{"name":"mlp"}}';

fuzzDecoder('YAML and JSON job documents', {
  decode: (bytes) => parseSpec('f', new TextDecoder().decode(bytes)),
  corpus: [text(YAML), text(JSON_TEXT)],
  codes: ['invalid', 'too_large'],
  accepted: (value) => {
    JobDocument.safeParse(value);
    // It is sent as JSON.
    expect(['string', 'undefined']).toContain(typeof JSON.stringify(value));
  },
});

it.each([
  ['holds itself', 'a: &a [*a]'],
  ['holds itself further down', 'a: &a { b: { c: *a } }'],
  ['is nested deeper than anything that is meant', `a: ${'['.repeat(200)}${']'.repeat(200)}`],
])('a document that %s is refused', (_what, document) => {
  expect(() => parseSpec('f', document)).toThrow(expect.objectContaining({ code: 'invalid' }));
});
