import { LSTM_SEQUENCE, LSTM_SEQUENCE_GRAD } from '@ringmaster/models/layers';
import { type KernelFunc, registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { type NativeBackend, type OpAttribute, typeAttribute } from '../backends/native.js';
import { blockLstmGradOnPureJs, blockLstmOnPureJs } from './block-lstm-js.js';

type Inputs = Readonly<Record<string, TensorInfo>>;

const attributesOf = ({ binding }: NativeBackend): readonly OpAttribute[] => [
  typeAttribute(binding, 'T', binding.TF_FLOAT),
  { name: 'use_peephole', type: binding.TF_ATTR_BOOL, value: false },
];

/** Runs one of TensorFlow's two ops, which take the number of steps as an int64 and peepholes that are not used. */
function execute(native: NativeBackend, op: string, [inputs, names]: readonly [Inputs, readonly string[]]) {
  const { binding } = native;
  const [time = 1] = inputs.x!.shape;
  const units = inputs.b!.shape[0]! / 4;
  // The binding takes an int64 as two words.
  const steps = binding.createTensor([], binding.TF_INT64, Int32Array.of(time, 0));
  const peephole = binding.createTensor([units], binding.TF_FLOAT, new Float32Array(units));
  const idOf = (name: string): number => {
    if (name === 'steps') return steps;
    return name === 'peephole' ? peephole : native.getInputTensorIds([inputs[name]!])[0]!;
  };
  try {
    const isGradient = op === LSTM_SEQUENCE_GRAD;
    const clip = { name: 'cell_clip', type: binding.TF_ATTR_FLOAT, value: 0 };
    const attributes = [...attributesOf(native), ...(isGradient ? [] : [clip])];
    return binding.executeOp(op, attributes, names.map(idOf), isGradient ? 8 : 7);
  } finally {
    binding.deleteTensor(steps);
    binding.deleteTensor(peephole);
  }
}

const GIVEN = ['steps', 'x', 'csPrev', 'hPrev', 'w', 'peephole', 'peephole', 'peephole', 'b'];

const onTensorflow: KernelFunc = ({ inputs, backend }) => {
  const native = backend as NativeBackend;
  const made = execute(native, LSTM_SEQUENCE, [inputs as Inputs, GIVEN]);
  return made.map((metadata) => native.createOutputTensor(metadata));
};

const gradientOnTensorflow: KernelFunc = ({ inputs, backend }) => {
  const native = backend as NativeBackend;
  const names = [...GIVEN, 'i', 'cs', 'f', 'o', 'ci', 'co', 'h', 'csGrad', 'hGrad'];
  const made = execute(native, LSTM_SEQUENCE_GRAD, [inputs as Inputs, names]);
  const [x, cs, h, w, , , , b] = made;
  for (const unused of made.slice(4, 7)) native.binding.deleteTensor(unused.id);
  return [x, cs, h, w, b].map((metadata) => native.createOutputTensor(metadata!));
};

const KERNELS = {
  tensorflow: { [LSTM_SEQUENCE]: onTensorflow, [LSTM_SEQUENCE_GRAD]: gradientOnTensorflow },
  cpu: { [LSTM_SEQUENCE]: blockLstmOnPureJs, [LSTM_SEQUENCE_GRAD]: blockLstmGradOnPureJs },
};

/** The kernels of an LSTM over a whole sequence. */
export function registerBlockLstm(backendName: keyof typeof KERNELS): void {
  for (const [kernelName, kernelFunc] of Object.entries(KERNELS[backendName]))
    registerKernel({ kernelName, backendName, kernelFunc });
}
