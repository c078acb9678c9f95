import { z } from 'zod';
import { expandModel, type ModelCall } from './expand-model.js';
import { parseModel } from './parse-model.js';
import { cut, type Topology, type TopologyProblem } from './topology-schema.js';

export interface PlannedInput {
  readonly name: string;
  /** One sample's shape; null where the file leaves a dimension open. */
  readonly shape: readonly (number | null)[];
}

/** A model without models in it: what is applied to what. Tensors are numbers, first those of the inputs, then one of each call. */
export interface TopologyPlan {
  readonly inputs: readonly PlannedInput[];
  /** Inputs before what they lead to. A layer with several calls is shared. */
  readonly calls: readonly ModelCall[];
  /** The tensor that the model puts out. */
  readonly output: number;
}

/** What to apply in which order, or everything that cannot be had. */
export function planTopology(topology: Topology): TopologyPlan | readonly TopologyProblem[] {
  const { model, problems } = parseModel(topology);
  if (problems.length > 0) return problems;
  if (model.outputs.length > 1) return [severalOutputs(model.outputs.map(([name]) => name))];
  const expanded = expandModel(model);
  if ('message' in expanded) return [expanded];
  const inputs: PlannedInput[] = [];
  for (const { name, options, at } of expanded.inputs) {
    const parsed = BatchShape.safeParse(options['batch_input_shape']);
    if (!parsed.success) return [{ path: at, message: 'the first layer has no batch_input_shape [null, …]' }];
    inputs.push({ name, shape: parsed.data.slice(1) });
  }
  return { ...expanded, inputs };
}

const BatchShape = z.array(z.number().int().positive().nullable()).min(2);

const severalOutputs = (names: readonly string[]): TopologyProblem => ({
  path: ['config', 'output_layers'],
  message: `the model has ${names.length} outputs, ${cut(names.join(', '))}, and training compares one with the labels: save a model of one, such as keras.Model(model.inputs, model.get_layer("${names[0]}").output)`,
});
