import type { Corners, Detection, LabelledBox } from '@ringmaster/data';
import { describe, expect, it } from 'vitest';
import { averagePrecision, IOU_THRESHOLDS, judge } from './average-precision.js';

const truth = (box: Corners, isCrowd = false): LabelledBox => ({ box, label: 0, isCrowd });
const found = (box: Corners, score: number): Detection => ({ box, label: 0, score });
const masks = (detections: readonly Detection[], truths: readonly LabelledBox[]) =>
  judge(detections, truths, 100).map(({ hits, ignored }) => [hits, ignored]);
const ALL = 2 ** IOU_THRESHOLDS.length - 1;
const UNIT: Corners = [0, 0, 10, 10];

describe('the matching of detections with boxes', () => {
  it('hits at the thresholds that the IoU reaches', () => {
    expect(masks([found(UNIT, 0.9)], [truth(UNIT)])).toEqual([[ALL, 0]]);
    // IoU 0.72: 0.5, 0.55, 0.6, 0.65, 0.7.
    expect(masks([found([0, 0, 10, 7.2], 0.9)], [truth(UNIT)])).toEqual([[0b11111, 0]]);
    expect(masks([found([0, 0, 10, 4.9], 0.9)], [truth(UNIT)])).toEqual([[0, 0]]);
  });

  it('gives a box to the better detection only', () => {
    expect(masks([found([0, 0, 10, 9.9], 0.5), found([0, 0, 10, 8], 0.9)], [truth(UNIT)])).toEqual([
      // The better score has an IoU of 0.8, up to which it takes the box away from the other.
      [0b1111111, 0],
      [ALL - 0b1111111, 0],
    ]);
  });

  it('gives each detection the free box that it overlaps most', () => {
    const near: Corners = [0, 0, 10, 8];
    expect(masks([found(UNIT, 0.9), found(UNIT, 0.8)], [truth(near), truth(UNIT)])).toEqual([
      [ALL, 0],
      [0b1111111, 0],
    ]);
  });

  it('leaves what lies in a crowd out, by its own area, as often as it is found', () => {
    const crowd = truth([0, 0, 100, 100], true);
    expect(masks([found(UNIT, 0.9), found([5, 5, 15, 15], 0.8)], [crowd])).toEqual([
      [0, ALL],
      [0, ALL],
    ]);
    // A box comes before the crowd that holds it; what misses it at a threshold is still in the crowd.
    expect(masks([found([0, 0, 10, 7.2], 0.9)], [crowd, truth(UNIT)])).toEqual([[0b11111, ALL - 0b11111]]);
  });

  it('does not mix classes, and looks at the best detections only', () => {
    const other = { ...found(UNIT, 0.9), label: 1 };
    expect(judge([other], [truth(UNIT)], 100)).toEqual([{ label: 1, score: 0.9, hits: 0, ignored: 0 }]);
    expect(judge([found(UNIT, 0.1), found(UNIT, 0.9)], [truth(UNIT)], 1)).toEqual([
      { label: 0, score: 0.9, hits: ALL, ignored: 0 },
    ]);
  });
});

describe('average precision over 101 recalls', () => {
  const ranked = (...hits: readonly (0 | 1)[]) =>
    hits.map((hit, i) => ({ label: 0, score: 1 - i / 100, hits: hit, ignored: 0 }));

  it.each([
    { what: 'all right', hits: ranked(1, 1), boxes: 2, ap: 1 },
    { what: 'nothing found', hits: ranked(), boxes: 2, ap: 0 },
    { what: 'nothing right', hits: ranked(0, 0), boxes: 2, ap: 0 },
    // Precision 1 at 0 … 0.5, then never more than 2/3.
    { what: 'a wrong one between', hits: ranked(1, 0, 1), boxes: 2, ap: (51 + 50 * (2 / 3)) / 101 },
    // A quarter of the boxes: recalls 0 … 0.25.
    { what: 'one of four', hits: ranked(1), boxes: 4, ap: 26 / 101 },
    // The envelope: 1/2 and 2/3 become 3/4.
    { what: 'a wrong one first', hits: ranked(0, 1, 1, 1), boxes: 3, ap: 3 / 4 },
    // 57·0.01 is more than 57/100 in float64, as in COCO's tools: the recall of 0.57 is not reached.
    { what: '57 of 100', hits: ranked(...new Array<1>(57).fill(1)), boxes: 100, ap: 57 / 101 },
  ])('$what', ({ hits, boxes, ap }) => {
    expect(averagePrecision(hits, boxes, 0)).toBeCloseTo(ap, 12);
  });

  it('leaves ignored detections out, and counts wrong ones first among equal scores', () => {
    const ignored = { label: 0, score: 0.9, hits: 0, ignored: 1 };
    expect(averagePrecision([ignored, ...ranked(1)], 1, 0)).toBe(1);
    const tied = [
      { label: 0, score: 0.5, hits: 1, ignored: 0 },
      { label: 0, score: 0.5, hits: 0, ignored: 0 },
    ];
    expect(averagePrecision(tied, 1, 0)).toBeCloseTo(0.5, 12);
    expect(averagePrecision([...tied].reverse(), 1, 0)).toBeCloseTo(0.5, 12);
  });
});
