import { AugmentSpec } from '@ringmaster/contracts';
import { decode } from 'fast-png';
import { expect, it } from 'vitest';
import { memoryDataset } from '../memory-dataset.js';
import { contactSheet } from './contact-sheet.js';

const info = {
  ...{ name: 'two', hash: 'h', sizes: { train: 2, validation: 0, test: 0 } },
  ...{ inputShape: [2, 2, 3], labelShape: [], labelDtype: 'int32' as const, classes: 2 },
};
const x = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4);
const two = memoryDataset(info, { x, y: Int32Array.of(0, 1) });

it('shows each sample as it is, then as the first epochs see it', () => {
  const flip = AugmentSpec.parse({ kind: 'flip', probability: 1 });
  const sheet = decode(contactSheet(two, [flip], { seed: 1, labels: 'asRead', epochs: 2 }));
  const at = (left: number, top: number) => [...sheet.data.slice((top * sheet.width + left) * 3).slice(0, 3)];
  // Words stand above the first line.
  expect([sheet.width, sheet.height]).toEqual([4 + 64 + 16 + 2 * 68, 22 + 2 * 68]);
  expect([at(0, 0), at(4, 22), at(4 + 63, 22)]).toEqual([
    [226, 226, 232],
    [255, 0, 0],
    [0, 255, 0],
  ]);
  for (const left of [84, 84 + 68])
    expect([at(left, 22), at(left + 63, 22)]).toEqual([
      [0, 255, 0],
      [255, 0, 0],
    ]);
  expect(at(4, 90)).toEqual([1, 1, 1]);
});

it('refuses what is no image', () => {
  const vectors = memoryDataset({ ...info, inputShape: [12] }, { x, y: Int32Array.of(0, 1) });
  expect(() => contactSheet(vectors, [], { seed: 1, labels: 'asRead' })).toThrow(
    'two gives samples of shape [12]: only images',
  );
});
