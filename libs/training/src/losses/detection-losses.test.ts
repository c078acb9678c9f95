import '@tensorflow/tfjs-backend-cpu';
// Registers the gradients of all ops.
import '@tensorflow/tfjs-layers';
import { LossOptions } from '@ringmaster/contracts';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { lossFunction } from './losses.js';

beforeAll(() => tf.setBackend('cpu'));

const ln = Math.log;
type Row = readonly number[];
const lossOf = (spec: object, boxes: readonly Row[], rows: readonly Row[]): number =>
  tf.tidy(() => {
    const loss = lossFunction(LossOptions.parse(spec));
    const [value = NaN] = loss(
      tf.tensor3d([boxes.map((row) => [...row])]),
      tf.tensor3d([rows.map((row) => [...row])]),
    ).dataSync();
    return value;
  });

const NOTHING = [0, 0, 0, 0, -1, 0];

describe('multibox', () => {
  /** Probabilities of the background (of three outcomes): 1/2, 1/4, 4/5; the first prior's are equal. */
  const at = (offsets: Row, logits: Row, prior: Row) => [...offsets, ...logits, ...prior, 0.5, 0.5];
  const still = [0, 0, 0, 0];
  const rows = [
    at([0.5, 0, 0, 2], [0, 0, 0], [0.25, 0.25, 0.4, 0.4]),
    at(still, [ln(2), 0, 0], [0.75, 0.25, 0.4, 0.4]),
    at(still, [ln(2), ln(5), 0], [0.25, 0.75, 0.4, 0.4]),
    at(still, [ln(8), 0, 0], [0.75, 0.75, 0.4, 0.4]),
  ];
  const box = [0.05, 0.05, 0.45, 0.45, 1, 0];
  /** ½·0.5² + (2 − ½), and the cross-entropy of three equal outcomes. */
  const [offset, sure] = [0.125 + 1.5, ln(3)];

  it.each([
    { ratio: 1, background: ln(4) },
    { ratio: 2, background: ln(4) + ln(2) },
    { ratio: 3, background: ln(4) + ln(2) + ln(1.25) },
    { ratio: 30, background: ln(4) + ln(2) + ln(1.25) },
  ])(
    'takes the $ratio hardest priors of the background for each that finds a box',
    ({ ratio, background }) => {
      const spec = { kind: 'multibox', classification: { kind: 'hardNegativeMining', ratio } };
      expect(lossOf(spec, [box, NOTHING], rows)).toBeCloseTo(offset + sure + background, 5);
    },
  );

  it('divides by the matched priors, and weighs boxes', () => {
    const second = [0.55, 0.05, 0.95, 0.45, 0, 0];
    // The second prior's class has a quarter; two more of the background for two that find a box.
    const expected = (3 * offset + sure + ln(4) + ln(4) + ln(1.25)) / 2;
    const classification = { kind: 'hardNegativeMining', ratio: 1 };
    expect(lossOf({ kind: 'multibox', boxWeight: 3, classification }, [box, second], rows)).toBeCloseTo(
      expected,
      5,
    );
  });

  it('gives a box the prior that overlaps it most, however little, and others only from the threshold on', () => {
    const small = [0.2, 0.2, 0.3, 0.3, 1, 0];
    const offsets = 2 - 0.5 + Math.abs(2 - ln(0.25) / 0.2) - 2 + Math.abs(0 - ln(0.25) / 0.2) - 0.5 + 0.125;
    const loss = lossOf(
      { kind: 'multibox', classification: { kind: 'hardNegativeMining', ratio: 1 } },
      [small],
      rows,
    );
    expect(loss).toBeCloseTo(offsets + sure + ln(4), 4);
  });

  it('leaves crowds alone, and takes the hardest priors of an image without boxes', () => {
    const crowd = [0, 0.5, 0.5, 1, 0, 1];
    const spec = { kind: 'multibox', classification: { kind: 'hardNegativeMining', ratio: 1 } };
    expect(lossOf(spec, [box, crowd], rows)).toBeCloseTo(offset + sure + ln(2), 5);
    expect(lossOf(spec, [NOTHING], rows)).toBeCloseTo(ln(4), 5);
  });

  it('by the focal loss counts every prior', () => {
    const spec = { kind: 'multibox', classification: { kind: 'focal', gamma: 1 } };
    const focal = (2 / 3) * ln(3) + 0.5 * ln(2) + 0.75 * ln(4) + 0.2 * ln(1.25);
    expect(lossOf(spec, [box], rows)).toBeCloseTo(offset + focal, 5);
  });
});

describe('yolo', () => {
  /** Two shapes in each of two cells; everything predicts its prior, with an objectness of one half. */
  const at = (prior: Row) => [0, 0, 0, 0, 0, 0, 0, ...prior, 0.5, 1];
  const rows = [
    [0.25, 0.5, 0.4, 0.4],
    [0.25, 0.5, 0.4, 0.1],
    [0.75, 0.5, 0.4, 0.4],
    [0.75, 0.5, 0.4, 0.1],
  ].map(at);
  /** ½·(½)² of a row where nothing is. */
  const empty = 0.125;

  it('of a box that is predicted as it is', () => {
    const box = [0.05, 0.3, 0.45, 0.7, 1, 0];
    expect(lossOf({ kind: 'yolo' }, [box, NOTHING], rows)).toBeCloseTo(0.25 + ln(2) + 3 * empty, 5);
  });

  it('of a box beside it: five times the squared errors, and the IoU as the objectness', () => {
    // A quarter of a cell to the right: IoU 0.11 / 0.21.
    const box = [0.175, 0.3, 0.575, 0.7, 0, 0];
    const expected = 5 * 0.0625 + (0.5 - 0.11 / 0.21) ** 2 + ln(2) + 3 * empty;
    expect(lossOf({ kind: 'yolo' }, [box], rows)).toBeCloseTo(expected, 5);
  });

  it('takes the shape that fits, and counts what nearly fits too as nothing', () => {
    const flat = [0.55, 0.45, 0.95, 0.55, 0, 0];
    expect(lossOf({ kind: 'yolo' }, [flat], rows)).toBeCloseTo(0.25 + ln(2) + 3 * empty, 5);
    // The tall shape overlaps the flat box by a quarter.
    expect(lossOf({ kind: 'yolo', ignore: 0.2 }, [flat], rows)).toBeCloseTo(0.25 + ln(2) + 2 * empty, 5);
  });

  it('of an image without boxes, and of a crowd', () => {
    expect(lossOf({ kind: 'yolo' }, [NOTHING], rows)).toBeCloseTo(4 * empty, 5);
    expect(lossOf({ kind: 'yolo' }, [[0, 0, 0.5, 1, 1, 1]], rows)).toBeCloseTo(2 * empty, 5);
  });
});
