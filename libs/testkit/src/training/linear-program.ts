import { mix32 } from '@ringmaster/core';
import type { Batch } from '@ringmaster/data';
import type {
  GradientCall,
  MetricTable,
  ParameterLayout,
  ReplicaState,
  ShardSums,
  StepProgram,
  UpdateCall,
} from '@ringmaster/training';

const MOMENTUM = 0.9;
/** Weight of the newest batch in the running mean. */
const MEAN_RATE = 0.1;

const ACCURACY: MetricTable = {
  width: 1,
  finish: ({ loss, metrics: [hits = 0], samples }) => ({ loss: loss / samples, accuracy: hits / samples }),
};

export interface LinearProgramOptions {
  readonly inputs: number;
  readonly classes: number;
  /** Share of inputs that a step's seed drops. */
  readonly dropout?: number;
  /** Keeps a moving average of the weights with this decay, in the slot `ema`. */
  readonly emaDecay?: number;
}

/**
 * Softmax regression with momentum, seeded input dropout and, as a state that is not trained, a running mean of the
 * inputs: everything that a step can depend on, in plain float32 arithmetic, so that the training loop can be tested
 * to the last bit without an engine.
 */
export function linearProgram(options: LinearProgramOptions): StepProgram {
  const { inputs, classes, dropout = 0, emaDecay } = options;
  const layout: ParameterLayout = {
    weights: [
      { name: 'dense/kernel', shape: [inputs, classes], offset: 0, size: inputs * classes },
      { name: 'dense/bias', shape: [classes], offset: inputs * classes, size: classes },
    ],
    state: [{ name: 'dense/mean', shape: [inputs], offset: 0, size: inputs }],
    slots: emaDecay === undefined ? ['momentum'] : ['momentum', 'ema'],
    weightCount: (inputs + 1) * classes,
    stateCount: inputs,
  };
  const weights = Float32Array.from(
    { length: layout.weightCount },
    (_, i) => (mix32(11, i) / 2 ** 32 - 0.5) * 0.1,
  );
  const state = new Float32Array(inputs);
  const velocity = new Float32Array(layout.weightCount);
  const average = new Float32Array(layout.weightCount);

  const predict = (x: Float32Array, by = weights): Float64Array => {
    const logits = Float64Array.from({ length: classes }, (_, c) => by[inputs * classes + c] ?? 0);
    x.forEach((value, i) => {
      for (let c = 0; c < classes; c++) logits[c] = (logits[c] ?? 0) + value * (by[i * classes + c] ?? 0);
    });
    return logits;
  };

  /** Calls back with each sample's input, softmax and label, and adds up loss and hits. */
  const eachSample = (
    batch: Batch,
    visit: (x: Float32Array, probabilities: Float64Array, label: number) => void,
    mask: (sample: number, x: Float32Array) => Float32Array = (_, x) => x,
    by = weights,
  ): ShardSums => {
    let [loss, hits] = [0, 0];
    for (let sample = 0; sample < batch.count; sample++) {
      const x = mask(sample, batch.x.data.slice(sample * inputs, (sample + 1) * inputs) as Float32Array);
      const label = batch.y.data[sample] ?? 0;
      const logits = predict(x, by);
      const top = Math.max(...logits);
      const exps = logits.map((logit) => Math.exp(logit - top));
      const total = exps.reduce((sum, value) => sum + value, 0);
      loss += Math.log(total) + top - (logits[label] ?? 0);
      if (logits.indexOf(top) === label) hits++;
      visit(
        x,
        exps.map((value) => value / total),
        label,
      );
    }
    return { loss, metrics: [hits], samples: batch.count };
  };

  const gradient = ({
    batch,
    globalBatch,
    lossScale = 1,
    seed,
    gradientOut,
    stateOut,
  }: GradientCall): ShardSums => {
    gradientOut.fill(0);
    const mean = new Float32Array(inputs);
    const drop = (sample: number, x: Float32Array) =>
      x.map((value, i) => (mix32(seed[0], seed[1], sample * inputs + i) / 2 ** 32 < dropout ? 0 : value));
    const sums = eachSample(
      batch,
      (x, probabilities, label) => {
        probabilities.forEach((probability, c) => {
          const error = ((probability - (c === label ? 1 : 0)) / globalBatch) * lossScale;
          x.forEach(
            (value, i) =>
              (gradientOut[i * classes + c] = (gradientOut[i * classes + c] ?? 0) + error * value),
          );
          gradientOut[inputs * classes + c] = (gradientOut[inputs * classes + c] ?? 0) + error;
        });
        x.forEach((value, i) => (mean[i] = (mean[i] ?? 0) + value / batch.count));
      },
      drop,
    );
    const share = batch.count / globalBatch;
    state.forEach((old, i) => (stateOut[i] = (old * (1 - MEAN_RATE) + (mean[i] ?? 0) * MEAN_RATE) * share));
    return sums;
  };

  const update = ({ gradient: reduced, state: next, learningRate, updates }: UpdateCall): void => {
    reduced.forEach((value, i) => {
      velocity[i] = MOMENTUM * (velocity[i] ?? 0) + value;
      weights[i] = (weights[i] ?? 0) - learningRate * (velocity[i] ?? 0);
    });
    state.set(next);
    const keep = Math.min(emaDecay ?? 0, (updates - 1) / (updates + 8));
    average.forEach((old, i) => (average[i] = keep * old + (1 - keep) * (weights[i] ?? 0)));
  };

  return {
    layout,
    metrics: { training: ACCURACY, evaluation: ACCURACY },
    gradient,
    evaluate: (batch, slot) =>
      eachSample(
        batch,
        () => undefined,
        (_, x) => x,
        slot === 'ema' ? average : weights,
      ),
    update,
    read: (): ReplicaState => ({
      weights: weights.slice(),
      state: state.slice(),
      slots: [velocity, average].slice(0, layout.slots.length).map((slot) => slot.slice()),
    }),
    write: (replica) => {
      weights.set(replica.weights);
      state.set(replica.state);
      velocity.set(replica.slots[0] ?? []);
      average.set(replica.slots[1] ?? []);
    },
    tensorCount: () => 0,
    dispose: () => undefined,
  };
}
