import { LOSS_LABELS, type MetricOptions } from '@ringmaster/contracts';
import { BOX_COLUMNS, detect, detectorKind, labelledBoxes } from '@ringmaster/data';
import { cast, type Tensor } from '@tensorflow/tfjs-core';
import type { HostTensor, Metric } from '../ports/graph-parts.js';
import { averagePrecision, IOU_THRESHOLDS, judge, type Judged } from './average-precision.js';
import { meanOf } from './confusion.js';
import type { MetricContext } from './metric-context.js';

type Options = Extract<MetricOptions, { kind: 'meanAveragePrecision' }>;

/** Bits of a mask: one a threshold. */
const BITS = IOU_THRESHOLDS.length;
/** Numbers that are gathered of a detection: its score, and the rest of it in one whole number. */
const GATHERED = 2;

const packed = ({ label, hits, ignored, score }: Judged): readonly number[] => [
  score,
  (label * 2 ** BITS + ignored) * 2 ** BITS + hits,
];

function unpacked(gathered: readonly number[]): readonly Judged[] {
  const all: Judged[] = [];
  for (let at = 0; at < gathered.length; at += GATHERED) {
    const [score = 0, code = 0] = gathered.slice(at, at + GATHERED);
    const masks = code % 2 ** (2 * BITS);
    const label = Math.floor(code / 2 ** (2 * BITS));
    all.push({ label, score, hits: masks % 2 ** BITS, ignored: Math.floor(masks / 2 ** BITS) });
  }
  return all;
}

/**
 * COCO's average precision of boxes (T.-Y. Lin et al., ECCV 2014, and the evaluation of its challenges): `mAP50` at an IoU of
 * 0.5, `mAP50-95` the mean over 0.5, 0.55, … 0.95; each the mean over the classes that have boxes. All detections of the
 * split are gathered with what they found, so that both are exact over shards and ranks. NaN where no image has a box.
 */
export function meanAveragePrecision(options: Options, { loss, labels, refuse }: MetricContext): Metric {
  const kind = detectorKind(loss.kind);
  if (LOSS_LABELS[loss.kind] !== 'boxes' || kind === undefined)
    throw refuse(`it needs boxes, which ${loss.kind} does not take`);
  // Without the data set nothing is known yet; nothing is computed either.
  const classes = labels.classes ?? 1;
  const ofImages = (fetched: readonly HostTensor[]) =>
    images(fetched, (rows, columns) => detect(kind, rows, { columns, ...options }));
  return {
    width: classes,
    names: ['mAP50', 'mAP50-95'],
    evaluationOnly: true,
    fetches: 2,
    fetch: ({ outputs, y }) => {
      const [predicted] = outputs as readonly [Tensor];
      return [predicted, cast(y, 'float32')];
    },
    reduce: ([, truths]) => {
      const boxes = new Array<number>(classes).fill(0);
      for (const { label, isCrowd } of labelledBoxes(truths?.data ?? new Float32Array()))
        if (!isCrowd) boxes[label] = (boxes[label] ?? 0) + 1;
      return boxes;
    },
    gather: (fetched) =>
      ofImages(fetched).flatMap(({ detections, truths }) =>
        judge(detections, truths, options.maxDetections).flatMap(packed),
      ),
    finish: (boxes, _samples, gathered) => {
      const judged = unpacked(gathered);
      const means = IOU_THRESHOLDS.map((_, bit) => {
        const found = boxes.flatMap((count, label) =>
          count > 0
            ? [
                averagePrecision(
                  judged.filter((one) => one.label === label),
                  count,
                  bit,
                ),
              ]
            : [],
        );
        return found.length > 0 ? meanOf(found) : NaN;
      });
      return { mAP50: means[0] ?? NaN, 'mAP50-95': meanOf(means) };
    },
  };
}

function images<Found>(
  [predicted, truths]: readonly HostTensor[],
  find: (rows: Float32Array, columns: number) => Found,
) {
  const [count = 0, priors = 0, columns = 0] = predicted?.shape ?? [];
  const rows = predicted?.data as Float32Array;
  const [, boxes = 0] = truths?.shape ?? [];
  const part = (data: Float32Array | Int32Array, image: number, size: number) =>
    data.subarray(image * size, (image + 1) * size);
  return Array.from({ length: count }, (_, image) => ({
    detections: find(part(rows, image, priors * columns) as Float32Array, columns),
    truths: labelledBoxes(part(truths?.data ?? rows, image, boxes * BOX_COLUMNS)),
  }));
}
