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
    // Each line has words above it.
    expect([sheet.width, sheet.height]).toEqual([4 + 128 + 16 + 132, 4 + 2 * (18 + 132)]);
    const [white, blue] = [
      [255, 255, 255],
      [8, 64, 140],
    ];
    const [one, two, under] = [22, 172, 127];
    expect([sheet.at(4, one), sheet.at(131, one), sheet.at(148 + 127, one + under)]).toEqual([
      blue,
      white,
      blue,
    ]);
    // 0.5 of the largest, 1.
    expect(sheet.at(4, one + under)).toEqual([132, 160, 198]);
    // Of the second layer's smaller map the lower half is blank.
    expect([sheet.at(131, two), sheet.at(131, two + under)]).toEqual([blue, white]);
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
    expect([sheet.width, sheet.height]).toEqual([4 + 64 + 16 + 68 + 68, 90]);
    const [image, truth, found] = [4, 84, 152];
    const [top, bottom] = [22, 85];
    expect([sheet.at(image!, top), sheet.at(image! + 63, top), sheet.at(image!, bottom)]).toEqual([
      [0, 0, 0],
      [255, 255, 255],
      [128, 128, 128],
    ]);
    const colours = [0, 1, 2].map((label) => [...classColour(label)]);
    expect(new Set(colours.map(String)).size).toBe(3);
    expect([sheet.at(truth!, top), sheet.at(truth! + 63, top), sheet.at(truth! + 63, bottom)]).toEqual(
      colours,
    );
    expect([sheet.at(found!, top), sheet.at(found! + 63, top)]).toEqual([colours[1], colours[0]]);
  });

  it('shows the plane of a volume that holds most', () => {
    const [values, truth] = [new Float32Array(2 * 12), new Int32Array(2 * 12)];
    // Of the second volume, plane 2 of 3.
    values.set([1, 1, 1, 1], 12 + 8);
    truth.set([0, 1, 1, 1], 12 + 8);
    const sheet = pixels(maskSheet({ count: 2, sides: [3, 2, 2], channels: 1, values, truth, found: truth }));
    expect(sheet.at(4, 22)).toEqual([0, 0, 0]);
    expect(sheet.at(4, 90)).toEqual([255, 255, 255]);
    expect(sheet.at(84 + 63, 90)).toEqual([...classColour(1)]);
  });

  it('says what colours mean', () => {
    const one = { count: 1, sides: [1, 1], channels: 1, values: [0], truth: [0], found: [0] };
    const sheet = pixels(maskSheet({ ...one, classNames: ['background', 'nodule'] }));
    expect(sheet.height).toBe(90 + 2 * 18);
    expect([sheet.at(4, 90), sheet.at(4, 108)]).toEqual([[...classColour(0)], [...classColour(1)]]);
  });

  it('refuses sequences', () => {
    const tokens = { count: 1, sides: [4], channels: 1, values: [0], truth: [0], found: [0] };
    expect(() => maskSheet(tokens)).toThrow('none of images or volumes');
  });
});

describe('a picture of a confusion matrix', () => {
  /** Left of the cells and above them: a title and names of one letter. */
  const margin = 26 + 6 + 8;
  const inkedWithin = (
    { at }: ReturnType<typeof pixels>,
    [left, top, width, height]: readonly [number, number, number, number],
  ) => {
    const ground = String(at(left, top));
    let found = 0;
    for (let y = top; y < top + height; y++)
      for (let x = left; x < left + width; x++) found += String(at(x, y)) === ground ? 0 : 1;
    return found;
  };

  it('is as dark as the share of a row, and carries counts', () => {
    const picture = pixels(matrixPicture(2, [9, 0, 5, 5]));
    expect([picture.width, picture.height]).toEqual([margin + 38 * 2 + 1, margin + 38 * 2 + 1]);
    const at = (row: number, column: number) => [margin + column * 38 + 2, margin + row * 38 + 2] as const;
    const corner = (row: number, column: number) => picture.at(...at(row, column));
    expect([corner(0, 0), corner(0, 1)]).toEqual([
      [8, 64, 140],
      [255, 255, 255],
    ]);
    expect(corner(1, 0)).toEqual(corner(1, 1));
    // A nine is twelve of fifteen dots, each 2 × 2; nothing is written where nothing was counted.
    const inked = (row: number, column: number) => inkedWithin(picture, [...at(row, column), 34, 34]);
    expect([inked(0, 0), inked(0, 1)]).toEqual([12 * 4, 0]);
  });

  it('has the names of classes at both edges, upright where they are wider than a cell', () => {
    const [short, long] = [
      ['ab', 'c'],
      ['abcdefghi', 'c'],
    ].map((names) => pixels(matrixPicture(2, [1, 0, 0, 1], names)));
    expect([short?.width, long?.width]).toEqual([26 + 14 + 8 + 77, 26 + 70 + 8 + 77]);
    // The same letters, lying at the left and standing at the top.
    const lying = inkedWithin(long!, [26, 105, 70, 36]);
    expect(lying).toBeGreaterThan(9 * 4 * 4);
    expect(inkedWithin(long!, [105, 26, 36, 70])).toBe(lying);
  });

  it('has colours alone where classes are many', () => {
    const many = pixels(matrixPicture(50, new Array<number>(2_500).fill(1)));
    expect(many.width).toBe(26 + 401);
  });
});

it('a sheet of boxes draws them around their pixels, the labelled ones and the found ones, in the colours of their classes', () => {
  const values = new Float32Array(2 * 8 * 8).fill(0.5);
  values[0] = 0;
  values[1] = 1;
  const truth = [[{ box: [0.25, 0.25, 0.75, 1], label: 0 } as const], []];
  const found = [[{ box: [0.26, 0.3, 0.74, 0.9], label: 1 } as const], []];
  const sheet = pixels(boxSheet({ shape: [8, 8, 1], values, truth, found }));
  // Each pixel is 16 wide; the second column begins after a wider gap, and words stand above.
  const at = (tile: 0 | 1, column: number, row: number) =>
    sheet.at((tile === 0 ? 4 : 148) + 16 * column, 22 + 16 * row);
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
  expect(sheet.at(4 + 32, 22 + 132 + 32)).toEqual(grey);
});
