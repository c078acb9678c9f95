import { encode } from 'fast-png';
import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect } from 'vitest';
import { maskedCrc32c } from './crc32c.js';
import { readTfRecord, type TfRecordOptions } from './read-tfrecord.js';
import { exampleBytes, tfRecordFile } from './tfrecord-for-tests.js';

const options: TfRecordOptions = {
  ...{ label: 'kind', labelKind: 'category', ignore: [], missing: 'refuse' },
  ...{ fit: 'refuse', channels: 'rgb' },
};
const one = exampleBytes({ x: [1.5, -2], n: { ints: [7] }, kind: ['cat'] });
const two = exampleBytes({ kind: ['dog'], n: { ints: [-3] }, x: [0.25, 4] });

/** Both checksums of every record that is where its length says. */
function sealed(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (let at = 0; at + 12 <= out.length;) {
    view.setUint32(at + 8, maskedCrc32c(out.subarray(at, at + 8)), true);
    const end = at + 12 + Number(view.getBigUint64(at, true));
    if (end + 4 > out.length) return out;
    view.setUint32(end, maskedCrc32c(out.subarray(at + 12, end)), true);
    at = end + 4;
  }
  return out;
}

fuzzDecoder('tfrecord', {
  decode: (bytes) => readTfRecord('t.tfrecord', bytes, options),
  corpus: [tfRecordFile(one), tfRecordFile(one, two)],
  codes: ['data_corrupt'],
  seal: sealed,
  accepted: ({ count, inputShape, x }) => expect(x).toHaveLength(count * (inputShape[0] as number)),
});

const png = Uint8Array.from(
  encode({ width: 2, height: 2, data: new Uint8Array(12).fill(9), channels: 3, depth: 8 }),
);

fuzzDecoder('tfrecord of images', {
  decode: (bytes) => readTfRecord('t.tfrecord', bytes, { ...options, image: 'image' }),
  corpus: [tfRecordFile(exampleBytes({ image: [png], kind: ['cat'] }))],
  codes: ['data_corrupt'],
  seal: sealed,
});
