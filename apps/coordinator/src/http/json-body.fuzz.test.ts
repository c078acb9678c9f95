import { JobDocument } from '@ringmaster/contracts';
import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { parseJsonBody } from './json-body.js';
import { parsed } from './parsed.js';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const document = {
  version: 1,
  kind: 'train',
  name: 'digits',
  data: { dataset: 'digits', batchSize: 64 },
  model: { name: 'mlp', config: { units: [32, 16] } },
  loss: 'categoricalCrossentropy',
  optimizer: { kind: 'adam', learningRate: 0.001 },
  training: { epochs: 2, seed: 7 },
};

fuzzDecoder('HTTP JSON body', {
  decode: (body) => parseJsonBody(new TextDecoder().decode(body)),
  corpus: [bytes(document), bytes([]), bytes('text'), bytes({ document, force: true })],
  codes: ['invalid'],
});

fuzzDecoder('job document over HTTP', {
  decode: (body) => parsed(JobDocument, parseJsonBody(new TextDecoder().decode(body)), 'job'),
  corpus: [bytes(document)],
  codes: ['invalid'],
  isJson: true,
});
