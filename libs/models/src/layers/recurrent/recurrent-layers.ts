import { assert } from '@ringmaster/core';
import {
  add,
  concat,
  matMul,
  mul,
  reshape,
  reverse,
  serialization,
  sigmoid,
  slice,
  split,
  stack,
  tanh,
  type Tensor,
  tidy,
  transpose,
  unstack,
} from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable } from '@tensorflow/tfjs-layers';
import type { CallOptions, Shape } from '../layer-types.js';
import { onlyInput } from '../only-input.js';
import { gruCell, simpleCell } from './cells.js';
import { lstmSequence } from './lstm-sequence.js';
import { firstState, recurrence } from './recurrence.js';

export interface RecurrentOptions {
  readonly name: string;
  readonly units: number;
  /** Every hidden state, `[batch, time, units]`, or only the last one, `[batch, units]`. Default false. */
  readonly returnSequences?: boolean;
  /** Reads from the last position to the first; states come in that order. Default false. */
  readonly goBackwards?: boolean;
}

export interface LstmOptions extends RecurrentOptions {
  /** What the bias of the forget gate starts with: the larger, the longer a state lasts at first. Default 1. */
  readonly forgetBias?: number;
}

type Weights = Readonly<Record<'kernel' | 'recurrent' | 'bias', Tensor>>;

/** `[batch, time, inputs]` → hidden states. Weights as in Keras: `kernel`, `recurrent_kernel`, `bias`. */
abstract class Recurrent extends layers.Layer {
  protected readonly units: number;
  protected readonly returnSequences: boolean;
  protected readonly goBackwards: boolean;
  protected abstract readonly gates: number;
  private weightsByRole: Readonly<Record<keyof Weights, LayerVariable>> | undefined;

  constructor({ name, units, returnSequences = false, goBackwards = false }: RecurrentOptions) {
    super({ name });
    this.units = units;
    this.returnSequences = returnSequences;
    this.goBackwards = goBackwards;
  }

  /** All hidden states: `[batch, time, inputs]` → `[batch, time, units]`. */
  protected abstract states(x: Tensor, weights: Weights, training: boolean): Tensor;
  protected biasShape(): number[] {
    return [this.gates * this.units];
  }

  override build(inputShape: Shape): void {
    const width = this.gates * this.units;
    const random = initializers.glorotUniform({});
    this.weightsByRole = {
      kernel: this.addWeight('kernel', [inputShape.at(-1) ?? null, width], 'float32', random),
      recurrent: this.addWeight('recurrent_kernel', [this.units, width], 'float32', random),
      bias: this.addWeight('bias', this.biasShape(), 'float32', initializers.zeros()),
    };
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor {
    return tidy(() => {
      const roles = this.weightsByRole;
      assert(roles, `layer ${this.name} is not built`);
      const weights = {
        kernel: roles.kernel.read(),
        recurrent: roles.recurrent.read(),
        bias: roles.bias.read(),
      };
      const given = onlyInput(inputs);
      const x = this.goBackwards ? reverse(given, 1) : given;
      const states = this.states(x, weights, Boolean(options['training']));
      return this.returnSequences ? states : lastOf(states);
    });
  }

  override computeOutputShape([batch, time]: Shape): Shape {
    return this.returnSequences ? [batch ?? null, time ?? null, this.units] : [batch ?? null, this.units];
  }

  protected get options() {
    const { name, units, returnSequences, goBackwards } = this;
    return { name, units, returnSequences, goBackwards };
  }
}

function lastOf(states: Tensor): Tensor {
  const [batch = 1, time = 1, units = 1] = states.shape;
  return reshape(slice(states, [0, time - 1, 0], [batch, 1, units]), [batch, units]);
}

/** Every position times a kernel, plus a bias: `[batch, time, inputs]` → `[batch, time, outputs]`. */
function projected(x: Tensor, kernel: Tensor, bias: Tensor): Tensor {
  const [batch = 1, time = 1, inputs = 1] = x.shape;
  const flat = matMul(reshape(x, [batch * time, inputs]), kernel) as Tensor;
  return reshape(add(flat, bias), [batch, time, kernel.shape[1] ?? 1]);
}

/** Serialises as tfjs' "LSTM", which an exported model is loaded as; the class itself is never registered. */
class Lstm extends Recurrent {
  static readonly className = 'LSTM';
  protected override readonly gates = 4;
  private readonly forgetBias: number;

  constructor({ forgetBias = 1, ...options }: LstmOptions) {
    super(options);
    this.forgetBias = forgetBias;
  }

  protected override states(x: Tensor, { kernel, recurrent, bias }: Weights, training: boolean): Tensor {
    if (!training) return lstmStepByStep(x, { kernel, recurrent, bias });
    const h = lstmSequence(transpose(x, [1, 0, 2]), concat([kernel, recurrent], 0), bias);
    return transpose(h, [1, 0, 2]);
  }

  override getConfig(): serialization.ConfigDict {
    const config = layers.lstm({ ...this.options, recurrentActivation: 'sigmoid', unitForgetBias: true });
    return { ...config.getConfig(), ...(this.forgetBias !== 1 && { forgetBias: this.forgetBias }) };
  }
}

/** The kernel's formula from plain ops, which any exported graph may contain. */
function lstmStepByStep(x: Tensor, { kernel, recurrent, bias }: Weights): Tensor {
  const states: Tensor[] = [];
  const inputs = unstack(projected(x, kernel, bias), 1);
  let h = firstState(inputs[0] as Tensor, recurrent.shape[0] ?? 1);
  let c = h;
  for (const input of inputs) {
    const gates = split(add(input, matMul(h, recurrent)), 4, 1);
    const [i, f, candidate, o] = gates as [Tensor, Tensor, Tensor, Tensor];
    c = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(candidate)));
    h = mul(sigmoid(o), tanh(c));
    states.push(h);
  }
  return stack(states, 1);
}

/** Keras' GRU with `resetAfter`, which tfjs' own lacks: `bias [2, 3·units]`, of the inputs and of the states. */
class Gru extends Recurrent {
  static readonly className = 'RingmasterGru';
  protected override readonly gates = 3;

  protected override biasShape(): number[] {
    return [2, 3 * this.units];
  }

  protected override states(x: Tensor, { kernel, recurrent, bias }: Weights): Tensor {
    const [own, ofStates] = unstack(bias, 0) as [Tensor, Tensor];
    return recurrence(gruCell, { x: projected(x, kernel, own), kernel: recurrent, bias: ofStates });
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...this.options,
      kernelInitializer: {
        className: 'VarianceScaling',
        config: { scale: 1, mode: 'fanAvg', distribution: 'uniform' },
      },
      recurrentInitializer: { className: 'Orthogonal', config: {} },
      biasInitializer: { className: 'Zeros', config: {} },
    };
  }
}
serialization.registerClass(Gru as unknown as serialization.SerializableConstructor<layers.Layer>);

/** Serialises as tfjs' "SimpleRNN", which an exported model is loaded as; the class itself is never registered. */
class SimpleRnn extends Recurrent {
  static readonly className = 'SimpleRNN';
  protected override readonly gates = 1;

  protected override states(x: Tensor, { kernel, recurrent, bias }: Weights): Tensor {
    const none = mul(bias, 0);
    return recurrence(simpleCell, { x: projected(x, kernel, bias), kernel: recurrent, bias: none });
  }

  override getConfig(): serialization.ConfigDict {
    return layers.simpleRNN(this.options).getConfig();
  }
}

/**
 * Long short-term memory (S. Hochreiter, J. Schmidhuber, 1997) with logistic gates, which starts with a forget bias of 1
 * (R. Jozefowicz et al., ICML 2015) unless told otherwise. In training its backend must have the kernels of {@link LSTM_SEQUENCE}.
 */
export const lstm = (options: LstmOptions): layers.Layer => new Lstm(options);
/** A gated recurrent unit (K. Cho et al., EMNLP 2014) whose reset gate acts after the recurrent product. */
export const gru = (options: RecurrentOptions): layers.Layer => new Gru(options);
/** A plain recurrent network: h′ = tanh(x·W + h·U + b). */
export const simpleRnn = (options: RecurrentOptions): layers.Layer => new SimpleRnn(options);
