import { nearest } from '@ringmaster/core';
import { z } from 'zod';
import { isSupported, KERAS_LAYERS, type LayerOptions, refusedOption } from './layer-table.js';

const Name = z.string().min(1).max(256);
const Layer = z.looseObject({
  class_name: Name,
  config: z.looseObject({ name: Name }),
  inbound_nodes: z.array(z.unknown()).optional(),
});
const Endpoints = z.array(z.tuple([Name, z.number(), z.number()]));

/** The architecture of a Keras model, as `model.to_json()` and tfjs write it. */
export const Topology = z.discriminatedUnion('class_name', [
  z.looseObject({
    class_name: z.literal('Sequential'),
    config: z.union([z.array(Layer), z.looseObject({ layers: z.array(Layer) })]),
  }),
  z.looseObject({
    class_name: z.enum(['Functional', 'Model']),
    config: z.looseObject({
      layers: z.array(Layer),
      input_layers: Endpoints.length(1),
      output_layers: Endpoints.length(1),
    }),
  }),
]);
export type Topology = z.output<typeof Topology>;

/** A layer and where its inputs come from. */
export interface PlannedLayer {
  readonly className: string;
  readonly name: string;
  readonly options: LayerOptions;
  /** Names of layers; none for an input. */
  readonly inputs: readonly string[];
}

export interface TopologyPlan {
  /** Inputs before what they lead to; the input comes first. */
  readonly layers: readonly PlannedLayer[];
  /** One sample's shape; null where the file leaves a dimension open. */
  readonly inputShape: readonly (number | null)[];
  /** Name of the layer that puts out what the model does. */
  readonly output: string;
}

export interface TopologyProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const LAYERS = ['config', 'layers'] as const;

/** The layers of a file in an order to build them in, or everything that cannot be had. */
export function planTopology(topology: Topology): TopologyPlan | readonly TopologyProblem[] {
  const { config } = topology;
  const given = Array.isArray(config) ? config : config.layers;
  const problems = given.flatMap((layer, index) => layerProblems(layer, index));
  if (problems.length > 0) return problems;
  const graph =
    topology.class_name === 'Sequential'
      ? chained(given)
      : connected(given, topology.config.output_layers[0]?.[0] ?? '');
  if ('message' in graph) return [graph];
  const [first] = graph.layers;
  const shape = first?.options['batch_input_shape'];
  const parsed = z.array(z.number().int().positive().nullable()).min(2).safeParse(shape);
  if (!parsed.success)
    return [{ path: [...LAYERS, 0], message: 'the first layer has no batch_input_shape [null, …]' }];
  return { ...graph, inputShape: parsed.data.slice(1) };
}

type GivenLayer = z.output<typeof Layer>;

function layerProblems({ class_name: className, config }: GivenLayer, index: number): TopologyProblem[] {
  const refuse = (message: string): TopologyProblem[] => [
    { path: [...LAYERS, index], message: `layer ${index + 1}, "${config.name}", ${message}` },
  ];
  if ('batch_shape' in config || (typeof config['dtype'] === 'object' && config['dtype'] !== null))
    return refuse('is written as Keras 3 does: save the model with Keras 2 (the package tf_keras)');
  if (!isSupported(className)) {
    const guess = nearest(className, Object.keys(KERAS_LAYERS));
    return refuse(`is a ${className}, which is not supported${guess ? ` (${guess} is)` : ''}`);
  }
  const why = refusedOption(className, config);
  return why === undefined ? [] : refuse(`a ${className}: ${why}`);
}

type Graph = Omit<TopologyPlan, 'inputShape'>;

function chained(given: readonly GivenLayer[]): Graph {
  const layers: PlannedLayer[] = [];
  for (const { class_name: className, config } of given) {
    const before = layers.at(-1);
    const shape = config['batch_input_shape'];
    if (!before && className !== 'InputLayer')
      layers.push({
        className: 'InputLayer',
        name: `${config.name}_input`,
        options: { batch_input_shape: shape },
        inputs: [],
      });
    const inputs = layers.slice(-1).map(({ name }) => name);
    layers.push({ className, name: config.name, options: config, inputs });
  }
  return { layers, output: layers.at(-1)?.name ?? '' };
}

function connected(given: readonly GivenLayer[], output: string): Graph | TopologyProblem {
  const waiting = new Map<string, PlannedLayer>();
  for (const [index, layer] of given.entries()) {
    const { name } = layer.config;
    const refuse = (message: string) => ({
      path: [...LAYERS, index],
      message: `layer ${index + 1}, "${name}", ${message}`,
    });
    if (waiting.has(name)) return refuse('has the name of an earlier one');
    const inputs = inputsOf(layer);
    if (typeof inputs === 'string') return refuse(inputs);
    waiting.set(name, { className: layer.class_name, name, options: layer.config, inputs });
  }
  const done: PlannedLayer[] = [];
  const names = new Set<string>();
  for (let isMoving = true; isMoving && waiting.size > 0;) {
    isMoving = false;
    for (const layer of waiting.values()) {
      if (!layer.inputs.every((name) => names.has(name))) continue;
      done.push(layer);
      names.add(layer.name);
      waiting.delete(layer.name);
      isMoving = true;
    }
  }
  const [left] = waiting.values();
  if (left)
    return {
      path: LAYERS,
      message: `layer "${left.name}" takes ${left.inputs.join(', ')}, which no other layer puts out`,
    };
  if (!names.has(output))
    return { path: ['config', 'output_layers'], message: `there is no layer "${output}"` };
  return { layers: done, output };
}

const Node = z.array(z.tuple([Name, z.literal(0), z.literal(0), z.strictObject({})]));

/** Names of the layers that a layer takes, or why they cannot be told. */
function inputsOf({
  class_name: className,
  inbound_nodes: nodes = [],
}: GivenLayer): readonly string[] | string {
  if (className === 'InputLayer') return [];
  if (nodes.length !== 1) return `is applied ${nodes.length} times; a layer is applied once (inbound_nodes)`;
  const parsed = Node.safeParse(nodes[0]);
  if (!parsed.success || parsed.data.length === 0)
    return 'has inbound_nodes other than [[[<layer>, 0, 0, {}], …]]';
  return parsed.data.map(([name]) => name);
}
