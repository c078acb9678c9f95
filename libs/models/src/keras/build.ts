import { TrainError } from '@ringmaster/core';
import { input, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { apply } from '../blocks/chain.js';
import type { ModelBuilder } from '../model.js';
import type { KerasConfig } from './entry.js';
import { layerError, makeLayer } from './make-layer.js';
import { withoutOutputActivation } from './output-activation.js';
import { planTopology, type PlannedLayer } from './topology.js';

/** The model of a file; its last softmax or sigmoid goes where the loss takes logits. */
export const buildKeras: ModelBuilder<KerasConfig> = ({ topology }, context) => {
  const given = planTopology(topology);
  if (!('layers' in given)) throw new TrainError('internal', 'a topology was not checked');
  const plan = withoutOutputActivation(given, context.activation);
  const tensors = new Map<string, SymbolicTensor>();
  for (const layer of plan.layers) {
    if (layer.className === 'InputLayer') {
      const { inputShape, inputDtype: dtype = 'float32' } = context;
      tensors.set(layer.name, input({ shape: [...inputShape], name: layer.name, dtype }));
    } else tensors.set(layer.name, applied(layer, tensors));
  }
  const inputs = plan.layers.flatMap(({ className, name }) =>
    className === 'InputLayer' ? tensorOf(tensors, name) : [],
  );
  const outputs = tensorOf(tensors, plan.output);
  const values = outputs.shape.at(-1);
  if (values !== context.outputs)
    throw new TrainError(
      'invalid',
      `model.config.topology: layer "${plan.output}" puts out ${values} values, but the data set and the loss need ${context.outputs}`,
    );
  return model({ name: 'keras', inputs, outputs });
};

function tensorOf(tensors: ReadonlyMap<string, SymbolicTensor>, name: string): SymbolicTensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new TrainError('internal', `layer ${name} was not built yet`);
  return tensor;
}

/** Layers with statistics and weights for each channel. */
const OVER_CHANNELS: ReadonlySet<string> = new Set(['BatchNormalization', 'LayerNormalization']);

function applied(layer: PlannedLayer, tensors: ReadonlyMap<string, SymbolicTensor>): SymbolicTensor {
  const made = makeLayer(layer);
  const [first, ...more] = layer.inputs.map((name) => tensorOf(tensors, name));
  const axis = [layer.options['axis'] ?? -1].flat()[0];
  if (OVER_CHANNELS.has(layer.className) && axis !== -1 && axis !== (first?.rank ?? 0) - 1)
    throw layerError(
      layer.className,
      layer.name,
      new Error(`axis ${String(axis)} is not supported, only the last one`),
    );
  try {
    return apply(made, first && more.length === 0 ? first : ([first, ...more] as SymbolicTensor[]));
  } catch (cause) {
    throw layerError(layer.className, layer.name, cause);
  }
}
