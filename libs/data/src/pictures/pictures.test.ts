import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { attentionSheet } from './attention-sheet.js';
import { boxSheet } from './box-sheet.js';
import { classColour, maskSheet } from './mask-sheet.js';
import { matrixPicture } from './matrix-picture.js';

const pixels = (png: Uint8Array) => {
  const { width, height, data } = decode(png);
  return { width, height, at: (x: number, y: number) => [...data.slice((y * width + x) * 3).slice(0, 3)] };
};

describe('a sheet of attention', () => {
  it('shows a row a layer and a picture a head, the darker the more', () => {
    const first = { heads: 2, queries: 2, keys: 2, weights: [1, 0, 0.5, 0.5, 0.25, 0.75, 0, 1] };
    const second = { heads: 1, queries: 1, keys: 2, weights: [0.2, 0.8] };
    const sheet = pixels(attentionSheet([first, second]));
    expect([sheet.width, sheet.height]).toEqual([4 + 64 + 16 + 68, 4 + 2 * 68]);
    const [white, blue] = [
      [255, 255, 255],
      [8, 64, 140],
    ];
    expect([sheet.at(4, 4), sheet.at(67, 4), sheet.at(84 + 63, 67)]).toEqual([blue, white, blue]);
    // 0.5 of the largest, 1.
    expect(sheet.at(4, 67)).toEqual([132, 160, 198]);
    // Of the second layer's smaller map the lower half is blank.
    expect([sheet.at(67, 72), sheet.at(67, 72 + 63)]).toEqual([blue, white]);
  });
});

describe('a sheet of masks', () => {
  it('shows image, truth and what was found, side by side', () => {
    const sheet = pixels(
      maskSheet({
        count: 1,
        sides: [2, 2],
        channels: 1,
        values: [0, 1, 0.5, 0],
        truth: [0, 1, 0, 2],
        found: [1, 0, 0, 2],
      }),
    );
    expect([sheet.width, sheet.height]).toEqual([4 + 64 + 16 + 68 + 68, 72]);
    const [image, truth, found] = [4, 84, 152];
    expect([sheet.at(image!, 4), sheet.at(image! + 63, 4), sheet.at(image!, 67)]).toEqual([
      [0, 0, 0],
      [255, 255, 255],
      [128, 128, 128],
    ]);
    const colours = [0, 1, 2].map((label) => [...classColour(label)]);
    expect(new Set(colours.map(String)).size).toBe(3);
    expect([sheet.at(truth!, 4), sheet.at(truth! + 63, 4), sheet.at(truth! + 63, 67)]).toEqual(colours);
    expect([sheet.at(found!, 4), sheet.at(found! + 63, 4)]).toEqual([colours[1], colours[0]]);
  });

  it('shows the plane of a volume that holds most', () => {
    const [values, truth] = [new Float32Array(2 * 12), new Int32Array(2 * 12)];
    // Of the second volume, plane 2 of 3.
    values.set([1, 1, 1, 1], 12 + 8);
    truth.set([0, 1, 1, 1], 12 + 8);
    const sheet = pixels(maskSheet({ count: 2, sides: [3, 2, 2], channels: 1, values, truth, found: truth }));
    expect(sheet.at(4, 4)).toEqual([0, 0, 0]);
    expect(sheet.at(4, 72)).toEqual([255, 255, 255]);
    expect(sheet.at(84 + 63, 72)).toEqual([...classColour(1)]);
  });

  it('refuses sequences', () => {
    const tokens = { count: 1, sides: [4], channels: 1, values: [0], truth: [0], found: [0] };
    expect(() => maskSheet(tokens)).toThrow('none of images or volumes');
  });
});

describe('a picture of a confusion matrix', () => {
  it('is as dark as the share of a row, and carries counts', () => {
    const picture = pixels(matrixPicture(2, [9, 0, 5, 5]));
    expect([picture.width, picture.height]).toEqual([38 * 3 + 1, 38 * 3 + 1]);
    const corner = (row: number, column: number) => picture.at(38 + column * 38 + 2, 38 + row * 38 + 2);
    expect([corner(0, 0), corner(0, 1)]).toEqual([
      [8, 64, 140],
      [255, 255, 255],
    ]);
    expect(corner(1, 0)).toEqual(corner(1, 1));
    const inked = (row: number, column: number) => {
      let found = 0;
      for (let y = 2; y < 36; y++)
        for (let x = 2; x < 36; x++)
          found +=
            String(picture.at(38 + column * 38 + x, 38 + row * 38 + y)) === String(corner(row, column))
              ? 0
              : 1;
      return found;
    };
    // A nine is thirteen of fifteen dots, each 2 × 2; nothing is written where nothing was counted.
    expect([inked(0, 0), inked(0, 1)]).toEqual([12 * 4, 0]);
  });

  it('has colours alone where classes are many', () => {
    const many = pixels(matrixPicture(50, new Array<number>(2_500).fill(1)));
    expect(many.width).toBe(401);
  });
});

it('a sheet of boxes draws them around their pixels, the labelled ones and the found ones, in the colours of their classes', () => {
  const values = new Float32Array(2 * 8 * 8).fill(0.5);
  values[0] = 0;
  values[1] = 1;
  const truth = [[{ box: [0.25, 0.25, 0.75, 1], label: 0 } as const], []];
  const found = [[{ box: [0.26, 0.3, 0.74, 0.9], label: 1 } as const], []];
  const sheet = pixels(boxSheet({ shape: [8, 8, 1], values, truth, found }));
  // Each pixel is 8 wide; the second column begins after a wider gap.
  const at = (tile: 0 | 1, column: number, row: number) =>
    sheet.at((tile === 0 ? 4 : 84) + 8 * column, 4 + 8 * row);
  const [grey, one, two] = [[128, 128, 128], [...classColour(1)], [...classColour(2)]];
  for (const [column, row] of [
    [2, 2],
    [5, 2],
    [2, 7],
    [5, 7],
    [3, 2],
    [2, 4],
  ] as const)
    expect([at(0, column, row), at(1, column, row)], `${column}, ${row}`).toEqual([one, two]);
  expect([at(0, 3, 3), at(1, 3, 3), at(0, 1, 2), at(0, 6, 2)]).toEqual([grey, grey, grey, grey]);
  // The second image has none.
  expect(sheet.at(4 + 16, 4 + 68 + 16)).toEqual(grey);
});
