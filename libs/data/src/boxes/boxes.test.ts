import { describe, expect, it } from 'vitest';
import { boxIou, type Corners, hasBoxes, intersection, labelledBoxes } from './box-labels.js';
import { detect, suppress } from './detect.js';
import { classesOfRow, rowColumns } from './detector-rows.js';

const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6) as number);

describe('boxes', () => {
  it.each<readonly [Corners, Corners, number]>([
    [[0, 0, 1, 1], [0, 0, 1, 1], 1],
    [[0, 0, 2, 1], [1, 0, 3, 1], 1 / 3],
    [[0, 0, 1, 1], [1, 0, 2, 1], 0],
    [[0, 0, 1, 1], [0.25, 0.25, 0.75, 0.75], 0.25],
    [[0, 0, 0, 0], [0, 0, 0, 0], 0],
    // Edges that are the wrong way round hold nothing.
    [[1, 1, 0, 0], [0, 0, 1, 1], 0],
  ])('%j and %j overlap by %d', (a, b, iou) => {
    expect(boxIou(a, b)).toBeCloseTo(iou, 12);
    expect(boxIou(b, a)).toBeCloseTo(iou, 12);
    expect(intersection(a, b)).toBeGreaterThanOrEqual(0);
  });

  it('are rows of six values; rows without a class hold none', () => {
    const rows = Float32Array.of(0, 0, 0.5, 1, 2, 0, 0.5, 0, 1, 1, 0, 1, 0, 0, 0, 0, -1, 0);
    expect(labelledBoxes(rows)).toEqual([
      { box: [0, 0, 0.5, 1], label: 2, isCrowd: false },
      { box: [0.5, 0, 1, 1], label: 0, isCrowd: true },
    ]);
    const facts = { classes: 3, labelShape: [4, 6], labelDtype: 'float32' } as const;
    expect(hasBoxes(facts)).toBe(true);
    expect(hasBoxes({ ...facts, labelDtype: 'int32' })).toBe(false);
    expect(hasBoxes({ ...facts, labelShape: [4, 5] })).toBe(false);
  });
});

it('suppression keeps the best of what overlaps, and what overlaps only what was dropped', () => {
  const at = (x: number, score: number) => ({ box: [x, 0, x + 1, 1] as const, score });
  const [best, second, third] = [at(0.5, 0.9), at(1, 0.8), at(1.5, 0.7)];
  // Neighbours overlap by 1/3; the third one overlaps the best one not at all.
  expect(suppress([third, second, best], 0.3)).toEqual([best, third]);
  expect(suppress([third, second, best], 1 / 3 + 1e-9)).toEqual([best, second, third]);
  const [one, two] = [at(0, 0.5), at(0, 0.5)];
  expect(suppress([one, two], 0.5)).toEqual([one]);
  expect(suppress([one, two], 0.5)[0]).toBe(one);
});

describe('the rows of a detector', () => {
  const columns = rowColumns(2);
  const prior = [0.5, 0.5, 0.4, 0.2, 0.25, 0.5];
  it('tell how many classes there are', () => expect([columns, classesOfRow(columns)]).toEqual([13, 2]));

  it('of multibox: offsets in tenths and fifths of the prior, softmax with the background first', () => {
    const row = [1, -0.5, 5 * Math.log(2), 0, Math.log(1), Math.log(5), Math.log(2), ...prior];
    expect(detect('multibox', Float32Array.from(row), { columns })).toEqual([
      { box: near([0.14, 0.39, 0.94, 0.59]), label: 0, score: expect.closeTo(5 / 8, 6) as number },
      { box: near([0.14, 0.39, 0.94, 0.59]), label: 1, score: expect.closeTo(2 / 8, 6) as number },
    ]);
  });

  it('of yolo: a place in the cell, a multiple of the prior, P(object)·P(class)', () => {
    const row = [Math.log(3), 0, 0, Math.log(2), Math.log(3), Math.log(4), Math.log(1), ...prior];
    expect(detect('yolo', Float32Array.from(row), { columns, scoreThreshold: 0.2 })).toEqual([
      {
        // σ(ln 3) − ½ is a quarter of a cell to the right.
        box: near([0.3625, 0.3, 0.7625, 0.7]),
        label: 0,
        score: expect.closeTo(0.75 * 0.8, 6) as number,
      },
    ]);
  });

  it('are cut at the edges, sorted, and limited; a NaN finds nothing', () => {
    const row = (cx: number, score: number) => [
      0,
      0,
      0,
      0,
      Math.log(1 - score),
      Math.log(score),
      -50,
      cx,
      0,
      0.4,
      0.4,
      0,
      0,
    ];
    const rows = Float32Array.from([...row(0, 0.6), ...row(0.9, 0.8), ...row(0.5, NaN)]);
    const found = detect('multibox', rows, { columns });
    expect(found.map(({ score }) => score)).toEqual(near([0.8, 0.6]));
    expect(found.map(({ box }) => box)).toEqual([near([0.7, 0, 1, 0.2]), near([0, 0, 0.2, 0.2])]);
    expect(detect('multibox', rows, { columns, maxDetections: 1 })).toHaveLength(1);
  });
});
