import { TrainError } from '@ringmaster/core';
import type { Batch, Column } from '@ringmaster/data';
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';

type Ops = typeof tfjs;
/** Kernel, recurrent kernel and bias, as in Keras. */
type Weights = readonly [kernel: Tensor, recurrent: Tensor, bias: Tensor];
/** The hidden state, and the memory of an LSTM. */
type State = readonly Tensor[];
type Step = (tf: Ops, weights: Weights, inputs: { readonly x: Tensor; readonly state: State }) => State;

const STEPS: Readonly<Record<string, { readonly states: number; readonly step: Step }>> = {
  SimpleRNN: {
    states: 1,
    step: (tf, [kernel, recurrent, bias], { x, state: [h] }) => [
      tf.tanh(tf.add(tf.add(tf.matMul(x, kernel), tf.matMul(h as Tensor, recurrent)), bias)),
    ],
  },
  RingmasterGru: { states: 1, step: gruStep },
  LSTM: { states: 2, step: lstmStep },
};

function gruStep(
  tf: Ops,
  [kernel, recurrent, bias]: Weights,
  { x, state }: { readonly x: Tensor; readonly state: State },
): State {
  const h = state[0] as Tensor;
  const [own, ofState] = tf.unstack(bias, 0) as [Tensor, Tensor];
  const [zx, rx, nx] = tf.split(tf.add(tf.matMul(x, kernel), own), 3, 1) as [Tensor, Tensor, Tensor];
  const [zh, rh, nh] = tf.split(tf.add(tf.matMul(h, recurrent), ofState), 3, 1) as [Tensor, Tensor, Tensor];
  const z = tf.sigmoid(tf.add(zx, zh));
  const n = tf.tanh(tf.add(nx, tf.mul(tf.sigmoid(tf.add(rx, rh)), nh)));
  return [tf.add(n, tf.mul(z, tf.sub(h, n)))];
}

function lstmStep(
  tf: Ops,
  [kernel, recurrent, bias]: Weights,
  { x, state }: { readonly x: Tensor; readonly state: State },
): State {
  const [h, c] = state as [Tensor, Tensor];
  const sums = tf.add(tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrent)), bias);
  const [i, f, candidate, o] = tf.split(sums, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
  const memory = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(candidate)));
  return [tf.mul(tf.sigmoid(o), tf.tanh(memory)), memory];
}

type Losses = (batch: {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly extras: Readonly<Record<string, Tensor>>;
  readonly outputs: readonly Tensor[];
}) => Tensor;

/**
 * How much of an error reaches a recurrent state, by how long ago it was: the norm of the gradient of a sample's loss with
 * respect to the state (of an LSTM: hidden state and memory together) that a step hands to the next one, averaged over the
 * samples. Element k is the state k steps before the end of the sequence. In a plain recurrent network it falls (or grows)
 * geometrically with k (Y. Bengio et al., IEEE Transactions on Neural Networks 5, 1994). Eager; needs a tfjs backend.
 * @param losses one loss a sample, as a task has it
 * @throws TrainError `invalid` unless the model has exactly one recurrent layer, in a chain
 */
export async function stateGradients(model: LayersModel, batch: Batch, losses: Losses): Promise<number[]> {
  const [tf, { model: part }] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@tensorflow/tfjs-layers'),
  ]);
  const { layer, cell } = recurrentLayer(model);
  const before = layer.input as SymbolicTensor;
  const after = model.layers.slice(model.layers.indexOf(layer) + 1);
  const isEvery = layer.getConfig()['returnSequences'] === true;
  return tf.tidy(() => {
    const tensorOf = ({ data, shape, dtype }: Column) => tf.tensor(data, [...shape], dtype);
    const [x, y] = [tensorOf(batch.x), tensorOf(batch.y)];
    const columns = Object.entries(batch.extras ?? {}).map(([name, column]) => [name, tensorOf(column)]);
    const extras = Object.fromEntries(columns) as Readonly<Record<string, Tensor>>;
    const inputs = model.inputs.includes(before)
      ? x
      : (part({ inputs: model.inputs, outputs: before }).predict(x) as Tensor);
    const weights = layer.weights.map((variable) => variable.read()) as unknown as Weights;
    const pieces = tf.unstack(inputs, 1);
    const units = weights[1].shape[0] ?? 1;
    const none = tf.zeros([batch.count, cell.states * units]);
    const partOf = (nudge: Tensor, i: number) => tf.slice(nudge, [0, i * units], [batch.count, units]);
    const loss = (...nudges: Tensor[]) => {
      let state: State = Array.from({ length: cell.states }, (_, i) => partOf(none, i));
      const hidden = pieces.map((piece, t) => {
        const next = cell.step(tf, weights, { x: piece, state });
        state = next.map((value, i) => tf.add(value, partOf(nudges[t] as Tensor, i)));
        return state[0] as Tensor;
      });
      const read = isEvery ? tf.stack(hidden, 1) : (hidden.at(-1) as Tensor);
      const output = after.reduce((value, next) => next.apply(value) as Tensor, read);
      return tf.sum(losses({ x, y, extras, outputs: [output] })) as Tensor;
    };
    // Of its own for each step: gradients of one tensor would be added up.
    const slopes = tf.grads(loss)(pieces.map(() => tf.zerosLike(none)));
    const norms = slopes.map((slope) => tf.mean(tf.norm(slope, 2, 1)));
    return [...tf.stack(norms.reverse()).dataSync<'float32'>()];
  });
}

function recurrentLayer(model: LayersModel) {
  const found = model.layers.filter((layer) => Object.hasOwn(STEPS, layer.getClassName()));
  const [layer] = found;
  const cell = STEPS[layer?.getClassName() ?? ''];
  const isChain = model.layers.every(({ inboundNodes }) =>
    inboundNodes.every((node) => node.inboundLayers.length <= 1),
  );
  if (found.length !== 1 || !layer || !cell || !isChain || layer.getConfig()['goBackwards'] === true)
    throw new TrainError(
      'invalid',
      `model.config: the gradients of states are shown for one recurrent layer in one direction, but ${model.name} has ${found.length}`,
    );
  return { layer, cell };
}
