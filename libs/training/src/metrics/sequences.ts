import { LOSS_LABELS, type MetricOptions } from '@ringmaster/contracts';
import { argMax, cast, equal, fill, onesLike, scalar, type Tensor, where } from '@tensorflow/tfjs-core';
import type { HostTensor, Metric } from '../ports/graph-parts.js';
import { bleuOf, bleuSums } from './bleu.js';
import { editDistance } from './edit-distance.js';
import type { MetricContext } from './metric-context.js';

type Tokens = readonly number[];

interface SequenceMeasure {
  readonly name: string;
  readonly width: number;
  /** Sums of one sample. */
  sums(found: Tokens, wanted: Tokens): readonly number[];
  finish(sums: readonly number[], samples: number): number;
}

/** What stands for the blank on the host, and fills up labels. */
const NOTHING = -1;

/** For labels of symbols without places: repeats are merged, then blanks dropped. */
const collapsed = (path: Tokens): Tokens =>
  path.filter((symbol, i) => symbol !== NOTHING && symbol !== path[i - 1]);

/** The likeliest symbols; the last one, the blank, becomes `NOTHING`. */
function bestPath(predicted: Tensor): Tensor {
  const found = argMax(predicted, -1);
  const blank = scalar((predicted.shape.at(-1) ?? 1) - 1, 'int32');
  return where(equal(found, blank), fill(found.shape, NOTHING, 'int32'), found);
}

function rows({ data, shape }: HostTensor): readonly Tokens[] {
  const [count = 0] = shape;
  const width = data.length / Math.max(1, count);
  return Array.from({ length: count }, (_, row) => Array.from(data.subarray(row * width, (row + 1) * width)));
}

/**
 * A metric of the likeliest symbol at every place (the decoder being told the right ones before it) against the label, both cut
 * to the places that count; of `ctc`, of the best path. Computed on the host, only in evaluations.
 */
export function sequenceMetric(measure: SequenceMeasure, { loss, mask, refuse }: MetricContext): Metric {
  const kind = LOSS_LABELS[loss.kind];
  if (kind !== 'classNumbers' && kind !== 'symbols')
    throw refuse(`it needs tokens, which ${loss.kind} does not take`);
  const { name, width } = measure;
  return {
    width,
    names: [name],
    evaluationOnly: true,
    fetches: 3,
    fetch: (batch) => {
      const [predicted] = batch.outputs as readonly [Tensor];
      const labels = cast(batch.y, 'int32');
      const weights = cast(mask(batch) ?? onesLike(labels), 'float32');
      return [kind === 'symbols' ? bestPath(predicted) : argMax(predicted, -1), labels, weights];
    },
    reduce: ([found, wanted, weights]) => {
      const totals = new Array<number>(width).fill(0);
      if (!found || !wanted || !weights) return totals;
      const [paths, labels, counts] = [rows(found), rows(wanted), rows(weights)];
      paths.forEach((path, row) => {
        const label = labels[row] ?? [];
        const counted = (tokens: Tokens) => tokens.filter((_, i) => (counts[row]?.[i] ?? 0) > 0);
        const sums =
          kind === 'symbols'
            ? measure.sums(
                collapsed(path),
                label.filter((symbol) => symbol !== NOTHING),
              )
            : measure.sums(counted(path), counted(label));
        sums.forEach((sum, i) => (totals[i] = (totals[i] ?? 0) + sum));
      });
      return totals;
    },
    finish: (sums, samples) => ({ [name]: measure.finish(sums, samples) }),
  };
}

/** Share of samples whose every token is right. */
export const exactMatch = (_options: object, context: MetricContext): Metric =>
  sequenceMetric(
    {
      name: 'exactMatch',
      width: 1,
      sums: (found, wanted) => [
        found.length === wanted.length && found.every((token, i) => token === wanted[i]) ? 1 : 0,
      ],
      finish: ([right = 0], samples) => right / samples,
    },
    context,
  );

/** Insertions, deletions and substitutions (V. Levenshtein, 1966) ÷ symbols of the labels, of the whole split. */
export const characterErrorRate = (_options: object, context: MetricContext): Metric =>
  sequenceMetric(
    {
      name: 'characterErrorRate',
      width: 2,
      sums: (found, wanted) => [editDistance(found, wanted), wanted.length],
      finish: ([edits = 0, symbols = 0]) => edits / symbols,
    },
    context,
  );

/** BLEU of the split as one corpus, with n-grams up to `order`, without smoothing. */
export const bleu = ({ order }: Extract<MetricOptions, { kind: 'bleu' }>, context: MetricContext): Metric =>
  sequenceMetric(
    {
      name: 'bleu',
      width: 2 * order + 2,
      sums: (found, wanted) => bleuSums(found, wanted, order),
      finish: (sums) => bleuOf(sums, order),
    },
    context,
  );
