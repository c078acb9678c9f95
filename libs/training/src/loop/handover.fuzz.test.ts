import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect, it } from 'vitest';
import { type HandoverContents, packHandover, unpackHandover } from './handover-format.js';

const contents: HandoverContents = {
  manifestBytes: 3,
  files: [
    { name: 'weights.safetensors', bytes: 5 },
    { name: 'state.safetensors', bytes: 0 },
  ],
  rest: { report: true, evaluate: false, save: true },
  word: 'none',
  finalMetrics: { loss: 'NaN' },
  finalConfusion: { classes: 2, classNames: ['a', 'b'], counts: [3, 0, 1, 2] },
};
const valid = packHandover(contents, [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6, 7, 8)]);

fuzzDecoder('state handover', {
  decode: unpackHandover,
  corpus: [valid],
  codes: ['artifact_corrupt'],
  accepted: ({ contents: found, manifestBytes, files }) => {
    expect(manifestBytes).toHaveLength(found.manifestBytes);
    for (const { name, bytes } of found.files) expect(files.get(name)).toHaveLength(bytes);
  },
});

const withHeader = (text: string) => {
  const header = new TextEncoder().encode(text);
  return Uint8Array.of(header.length, 0, 0, 0, ...header);
};

it.each([
  ['contents that are no JSON', withHeader('{'), /not JSON/],
  ['contents of other fields', withHeader('{"manifestBytes":1}'), /list of contents/],
  [
    'a file twice',
    packHandover({ ...contents, files: [contents.files, contents.files].flat() }, []),
    /twice/,
  ],
])('a handover with %s is refused as corrupt, not as an error of this program', (_what, bytes, message) => {
  expect(() => unpackHandover(bytes)).toThrow(expect.objectContaining({ code: 'artifact_corrupt' }));
  expect(() => unpackHandover(bytes)).toThrow(message);
});
