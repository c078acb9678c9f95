import { LOSS_LABELS } from '@ringmaster/contracts';
import { detect, type Detection, detectorKind, rowColumns } from '@ringmaster/data';
import type { ExportedModel } from './exported-model.js';

/** What a model says about one sample. */
export interface Prediction {
  /** Number of the likeliest class, where the model chooses one. */
  readonly class?: number;
  /** What that class is called, where the training data's labels are words. */
  readonly name?: string;
  /** The likeliest class at each place of a sample, nested as its labels are: pixels, tokens. */
  readonly classes?: Nested;
  /** What the model thinks of it, nested alike. */
  readonly scores?: Nested;
  /** One for each class, or for each output that is a probability of its own. */
  readonly probabilities?: readonly number[];
  /** The numbers of a model that predicts numbers. */
  readonly values?: readonly number[];
  /** What a detector finds in an image, best first. */
  readonly boxes?: readonly PredictedBox[];
}

export type Nested = number | readonly Nested[];

export interface PredictedBox {
  readonly class: number;
  readonly name?: string;
  readonly score: number;
  /** Left, top, right and bottom edge, relative to the image's width and height. */
  readonly box: Detection['box'];
}

/** A detector's boxes of a lower score are not told: most of them are noise. */
const LEAST_SCORE = 0.25;

/**
 * Models put out logits; this is what they mean, by the loss that they were trained with.
 * @param shape of the logits of a sample; of more than one dimension, where the model says something at every place
 */
export function toPrediction(
  { loss, classes, classNames }: Pick<ExportedModel, 'loss' | 'classes' | 'classNames'>,
  logits: Float32Array,
  shape: readonly number[] = [logits.length],
): Prediction {
  const places = shape.slice(0, -1);
  switch (LOSS_LABELS[loss]) {
    case 'numbers':
    case 'groups':
      return { values: [...logits] };
    case 'binary': {
      if (places.length > 0 && shape.at(-1) === 1)
        return atPlaces(logits, { places, width: 1 }, ([logit = 0]) => {
          const chance = sigmoid(logit);
          return chance > 0.5 ? [1, chance] : [0, 1 - chance];
        });
      const chances = Array.from(logits, sigmoid);
      const [chance] = chances;
      return chances.length === 1 && chance !== undefined
        ? chosen([1 - chance, chance], classNames)
        : { probabilities: chances };
    }
    case 'probabilities':
    case 'classNumbers':
    case 'symbols':
      if (places.length > 0)
        return atPlaces(logits, { places, width: shape.at(-1) ?? 1 }, (each) => {
          const { class: best = 0, probabilities = [] } = chosen(softmax(each), undefined);
          return [best, probabilities[best] ?? 0];
        });
      return chosen(softmax(logits), classNames);
    case 'boxes': {
      const kind = detectorKind(loss);
      if (kind === undefined || classes === undefined) return { values: [...logits] };
      const found = detect(kind, logits, { columns: rowColumns(classes), scoreThreshold: LEAST_SCORE });
      return { boxes: found.map((one) => predictedBox(one, classNames)) };
    }
  }
}

/** A class and its score for each place. */
function atPlaces(
  logits: Float32Array,
  { places, width }: { readonly places: readonly number[]; readonly width: number },
  decide: (logits: Float32Array) => readonly [label: number, score: number],
): Prediction {
  const found = Array.from({ length: logits.length / width }, (_, at) =>
    decide(logits.subarray(at * width, (at + 1) * width)),
  );
  return {
    classes: nested(
      found.map(([label]) => label),
      places,
    ),
    scores: nested(
      found.map(([, score]) => score),
      places,
    ),
  };
}

function nested(values: readonly number[], [, ...inner]: readonly number[]): Nested {
  if (inner.length === 0) return values;
  const size = inner.reduce((product, dim) => product * dim, 1);
  return Array.from({ length: values.length / size }, (_, at) =>
    nested(values.slice(at * size, (at + 1) * size), inner),
  );
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
