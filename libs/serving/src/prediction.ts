import { LOSS_LABELS } from '@ringmaster/contracts';
import { detect, type Detection, detectorKind, rowColumns } from '@ringmaster/data';
import type { ExportedModel } from './exported-model.js';

/** What a model says about one sample. */
export interface Prediction {
  /** Number of the likeliest class, where the model chooses one. */
  readonly class?: number;
  /** What that class is called, where the training data's labels are words. */
  readonly name?: string;
  /** One for each class, or for each output that is a probability of its own. */
  readonly probabilities?: readonly number[];
  /** The numbers of a model that predicts numbers. */
  readonly values?: readonly number[];
  /** What a detector finds in an image, best first. */
  readonly boxes?: readonly PredictedBox[];
}

export interface PredictedBox {
  readonly class: number;
  readonly name?: string;
  readonly score: number;
  /** Left, top, right and bottom edge, relative to the image's width and height. */
  readonly box: Detection['box'];
}

/** A detector's boxes of a lower score are not told: most of them are noise. */
const LEAST_SCORE = 0.25;

/** Models put out logits; this is what they mean, by the loss that they were trained with. */
export function toPrediction(
  { loss, classes, classNames }: Pick<ExportedModel, 'loss' | 'classes' | 'classNames'>,
  logits: Float32Array,
): Prediction {
  switch (LOSS_LABELS[loss]) {
    case 'numbers':
    case 'groups':
      return { values: [...logits] };
    case 'binary': {
      const chances = Array.from(logits, sigmoid);
      const [chance] = chances;
      return chances.length === 1 && chance !== undefined
        ? chosen([1 - chance, chance], classNames)
        : { probabilities: chances };
    }
    case 'probabilities':
    case 'classNumbers':
    case 'symbols':
      return chosen(softmax(logits), classNames);
    case 'boxes': {
      const kind = detectorKind(loss);
      if (kind === undefined || classes === undefined) return { values: [...logits] };
      const found = detect(kind, logits, { columns: rowColumns(classes), scoreThreshold: LEAST_SCORE });
      return { boxes: found.map((one) => predictedBox(one, classNames)) };
    }
  }
}

function predictedBox({ box, label, score }: Detection, classNames: readonly string[] = []): PredictedBox {
  const name = classNames[label];
  return { class: label, ...(name !== undefined && { name }), score, box };
}

function chosen(probabilities: readonly number[], classNames: readonly string[] | undefined): Prediction {
  const best = probabilities.reduce(
    (top, value, index) => (value > (probabilities[top] ?? -1) ? index : top),
    0,
  );
  const name = classNames?.[best];
  return { class: best, ...(name !== undefined && { name }), probabilities };
}

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** In float64, of the differences to the largest one, so that nothing overflows. */
function softmax(logits: Float32Array): number[] {
  const top = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = Array.from(logits, (value) => Math.exp(value - top));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}
