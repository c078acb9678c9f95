import { engine, registerGradient, type Tensor, zeros, zerosLike } from '@tensorflow/tfjs-core';

/**
 * An LSTM over a whole sequence as one kernel, called as TensorFlow calls it:
 * `(x [time, batch, inputs], csPrev, hPrev [batch, units], w [inputs + units, 4·units], b [4·units])` → `i`, `cs`, `f`, `o`, `ci`,
 * `co`, `h`, each `[time, batch, units]`; the gates lie in w and b in the order i, f, c, o, which is Keras' own. An engine
 * registers it for its backends.
 */
export const LSTM_SEQUENCE = 'BlockLSTMV2';

/** `(inputs and outputs of the above, csGrad, hGrad)` → the gradients of `x`, `csPrev`, `hPrev`, `w` and `b`. */
export const LSTM_SEQUENCE_GRAD = 'BlockLSTMGradV2';

const INPUTS = ['x', 'csPrev', 'hPrev', 'w', 'b'] as const;
const OUTPUTS = ['i', 'cs', 'f', 'o', 'ci', 'co', 'h'] as const;

const run = (name: string, inputs: Record<string, Tensor>): readonly Tensor[] =>
  engine().runKernel(name, inputs) as unknown as readonly Tensor[];

registerGradient({
  kernelName: LSTM_SEQUENCE,
  inputsToSave: [...INPUTS],
  outputsToSave: OUTPUTS.map(() => true),
  gradFunc: (dys, saved) => {
    const kept = Object.fromEntries([...INPUTS, ...OUTPUTS].map((name, i) => [name, saved[i] as Tensor]));
    const slopes = dys as unknown as (Tensor | null)[];
    const slopeOf = (name: (typeof OUTPUTS)[number]) =>
      slopes[OUTPUTS.indexOf(name)] ?? zerosLike(kept[name] as Tensor);
    const made = run(LSTM_SEQUENCE_GRAD, { ...kept, csGrad: slopeOf('cs'), hGrad: slopeOf('h') });
    return Object.fromEntries(INPUTS.map((name, i) => [name, () => made[i] as Tensor]));
  },
});

/** Hidden states `[time, batch, units]` of an LSTM that starts from zeros; differentiable in `x`, `w` and `b`. */
export function lstmSequence(x: Tensor, w: Tensor, b: Tensor): Tensor {
  const units = (b.shape[0] ?? 4) / 4;
  const start = zeros([x.shape[1] ?? 1, units]);
  return run(LSTM_SEQUENCE, { x, csPrev: start, hPrev: start, w, b })[OUTPUTS.indexOf('h')] as Tensor;
}
