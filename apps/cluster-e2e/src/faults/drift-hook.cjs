// Loaded into agents and trainers of a cluster under test (NODE_OPTIONS=--require). On SIGUSR2 a trainer's memory goes bad
// once: in the weights that the next update leaves in TensorFlow's memory, one bit of one of them is not what was computed.
const { isMainThread } = require('node:worker_threads');

/** The lowest bit of the exponent: the number is halved or doubled. */
const BIT = 1 << 23;

function flipInNextUpdate() {
  const backend = globalThis._tfengine?.findBackend('tensorflow');
  if (!backend) throw new Error('SIGUSR2 came before the engine was loaded');
  const native = backend.binding;
  const lengthOf = (id) => native.tensorDataSync(id).length;
  const runSavedModel = (model, inputs, ...names) => {
    const results = native.runSavedModel(model, inputs, ...names);
    // An update takes weights and their gradient; a gradient's second input is a batch.
    const isUpdate = inputs.length > 3 && lengthOf(inputs[0]) === lengthOf(inputs[1]);
    const [weights] = results;
    if (!isUpdate || weights.shape[0] !== lengthOf(inputs[0])) return results;
    backend.binding = native;
    const values = native.tensorDataSync(weights.id).slice();
    const at = values.findIndex((value) => value !== 0);
    const before = values[at];
    new Uint32Array(values.buffer)[at] ^= BIT;
    native.deleteTensor(weights.id);
    weights.id = native.createTensor(weights.shape, weights.dtype, values);
    process.stderr.write(`a bit flips in memory: weight ${at} was ${before}, is ${values[at]}\n`);
    return results;
  };
  const names = Object.getOwnPropertyNames(native);
  const bound = (value) => (typeof value === 'function' ? value.bind(native) : value);
  backend.binding = Object.fromEntries(names.map((name) => [name, bound(native[name])]));
  backend.binding.runSavedModel = runSavedModel;
}

if (isMainThread) {
  require('./into-trainers.cjs')('NODE_OPTIONS');
  process.on('SIGUSR2', flipInNextUpdate);
}
