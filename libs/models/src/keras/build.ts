import { TrainError } from '@ringmaster/core';
import { input, type layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { apply } from '../blocks/chain.js';
import type { ModelBuilder } from '../model.js';
import type { KerasConfig } from './entry.js';
import type { ModelCall } from './expand-model.js';
import { inputColumn } from './input-column.js';
import { layerError, makeLayer } from './make-layer.js';
import { withoutOutputActivation } from './output-activation.js';
import { planTopology } from './topology.js';
import type { PlannedLayer } from './topology-schema.js';

/** The model of a file; its last softmax or sigmoid goes where the loss takes logits. */
export const buildKeras: ModelBuilder<KerasConfig> = ({ topology }, context) => {
  const given = planTopology(topology);
  if (!('calls' in given)) throw new TrainError('internal', 'a topology was not checked');
  const plan = withoutOutputActivation(given, context.activation);
  const tensors = new Map<number, SymbolicTensor>();
  const inputs = plan.inputs.map(({ name }, at) => {
    const { shape, dtype = 'float32' } = inputColumn(name, context);
    const made = input({ shape: [...shape], name, dtype });
    tensors.set(at, made);
    return made;
  });
  const made = new Map<string, layers.Layer>();
  for (const call of plan.calls) tensors.set(call.tensor, applied(call, made, tensors));
  const outputs = tensorOf(tensors, plan.output);
  const values = outputs.shape.at(-1);
  if (values !== context.outputs)
    throw new TrainError(
      'invalid',
      `model.config.topology: layer "${outputs.sourceLayer.name}" puts out ${values} values, but the data set and the loss need ${context.outputs}`,
    );
  return model({ name: 'keras', inputs, outputs });
};

function tensorOf(tensors: ReadonlyMap<number, SymbolicTensor>, at: number): SymbolicTensor {
  const tensor = tensors.get(at);
  if (!tensor) throw new TrainError('internal', `tensor ${at} of a topology was not built yet`);
  return tensor;
}

/** Layers with statistics and weights for each channel. */
const OVER_CHANNELS: ReadonlySet<string> = new Set(['BatchNormalization', 'LayerNormalization']);

function applied(
  { layer, inputs }: ModelCall,
  made: Map<string, layers.Layer>,
  tensors: ReadonlyMap<number, SymbolicTensor>,
): SymbolicTensor {
  const [first, ...more] = inputs.map((at) => tensorOf(tensors, at));
  requireLastAxis(layer, first?.rank ?? 0);
  const its = made.get(layer.name) ?? makeLayer(layer);
  made.set(layer.name, its);
  try {
    return apply(its, first && more.length === 0 ? first : ([first, ...more] as SymbolicTensor[]));
  } catch (cause) {
    throw layerError(layer.className, layer.name, cause);
  }
}

function requireLastAxis({ className, name, options }: PlannedLayer, rank: number): void {
  const axis = [options['axis'] ?? -1].flat()[0];
  if (!OVER_CHANNELS.has(className) || axis === -1 || axis === rank - 1) return;
  const message = `axis ${String(axis)} is not supported, only the last one`;
  throw layerError(className, name, new Error(message));
}
