import { nearest } from '@ringmaster/core';
import { z } from 'zod';
import { isSupported, KERAS_LAYERS, refusedOption } from './layer-table.js';
import {
  cut,
  type GivenLayer,
  type PlannedLayer,
  type Reference,
  Topology,
  type TopologyProblem,
} from './topology-schema.js';

/** A layer of a model, or a model in it, and each of its applications: to which tensors. */
export interface ParsedLayer {
  readonly name: string;
  /** Where it is in the file. */
  readonly at: TopologyProblem['path'];
  readonly nodes: readonly (readonly Reference[])[];
  readonly content: PlannedLayer | ParsedModel;
}

/** A model as what it is applied to and what it puts out; a Sequential is a chain. */
export interface ParsedModel {
  readonly layers: readonly ParsedLayer[];
  readonly inputs: readonly Reference[];
  readonly outputs: readonly Reference[];
}

/** Models within models. */
const MAX_DEPTH = 8;

interface Place {
  readonly path: TopologyProblem['path'];
  /** Names of the models around. */
  readonly within: readonly string[];
}

interface Found {
  readonly problems: TopologyProblem[];
  /** Of all layers with weights or not: weights go by the names of their layers. */
  readonly names: Set<string>;
}

/** The layers of a file, and everything about them that cannot be had. */
export function parseModel(topology: Topology): {
  readonly model: ParsedModel;
  readonly problems: readonly TopologyProblem[];
} {
  const found: Found = { problems: [], names: new Set() };
  const model = parsed(topology, { path: [], within: [] }, found);
  return { model, problems: found.problems };
}

function parsed({ class_name: className, config }: Topology, place: Place, found: Found): ParsedModel {
  const given = Array.isArray(config) ? config : config.layers;
  const layers = given.map((layer, index) => parsedLayer(layer, { place, index, found }));
  if (className === 'Sequential') return chained(layers, given[0]);
  const inputNames = new Set(
    given.filter((layer) => layer.class_name === 'InputLayer').map((layer) => layer.config.name),
  );
  for (const [name] of config.input_layers)
    if (!inputNames.has(name))
      found.problems.push({
        path: [...place.path, 'config', 'input_layers'],
        message: `there is no InputLayer "${name}"`,
      });
  const nodes = given.map((layer, index) => nodesOf(layer, { place, index, found }));
  const { input_layers: inputs, output_layers: outputs } = config;
  return countedFromZero({
    layers: layers.map((layer, at) => ({ ...layer, nodes: nodes[at] ?? [] })),
    inputs,
    outputs,
  });
}

interface At {
  readonly place: Place;
  readonly index: number;
  readonly found: Found;
}

const pathOf = ({ place, index }: At): TopologyProblem['path'] => [...place.path, 'config', 'layers', index];

function refuse({ config: { name } }: GivenLayer, at: At, message: string): void {
  const around = at.place.within.map((model) => ` of "${model}"`).reverse();
  at.found.problems.push({
    path: pathOf(at),
    message: `layer ${at.index + 1}, "${name}"${around.join('')}, ${message}`,
  });
}

function parsedLayer(layer: GivenLayer, at: At): Omit<ParsedLayer, 'nodes'> {
  const { class_name: className, config } = layer;
  const { name } = config;
  const its = { name, at: pathOf(at) };
  const leaf = { className, name, options: config };
  // Inputs of inner models have neither weights nor a place in the whole.
  const isInner = className === 'InputLayer' && at.place.within.length > 0;
  if (!isInner && at.found.names.has(name))
    refuse(layer, at, 'has the name of an earlier one: weights go by names, so give it one of its own');
  else if (!isInner) at.found.names.add(name);
  if (!isModel(className)) {
    const why = unsupported(layer);
    if (why !== undefined) refuse(layer, at, why);
    return { ...its, content: leaf };
  }
  if (at.place.within.length >= MAX_DEPTH) {
    refuse(layer, at, `is a model within ${MAX_DEPTH} others, which is the most`);
    return { ...its, content: leaf };
  }
  const inner = Topology.safeParse({ class_name: className, config });
  if (inner.success) {
    const place = { path: its.at, within: [...at.place.within, name] };
    return { ...its, content: parsed(inner.data, place, at.found) };
  }
  const [issue] = inner.error.issues;
  refuse(layer, at, `a ${className}: ${issue?.path.map(String).join('.')}: ${issue?.message}`);
  return { ...its, content: leaf };
}

const isModel = (className: string): boolean => /^(Functional|Model|Sequential)$/.test(className);

/** Why a layer cannot be had as it is, or undefined. */
function unsupported({ class_name: className, config }: GivenLayer): string | undefined {
  if ('batch_shape' in config || (typeof config['dtype'] === 'object' && config['dtype'] !== null))
    return 'is written as Keras 3 does: name the file of the model by model.path, where that is translated';
  if (!isSupported(className)) {
    const guess = nearest(className, Object.keys(KERAS_LAYERS));
    return `is a ${className}, which is not supported${guess ? ` (${guess} is)` : ''}`;
  }
  const why = refusedOption(className, config);
  return why === undefined ? undefined : `a ${className}: ${why}`;
}

/** The layers of a Sequential, each applied to the one before; an input goes before them where the file has none. */
function chained(given: readonly Omit<ParsedLayer, 'nodes'>[], first: GivenLayer | undefined): ParsedModel {
  const [head] = given;
  const isGiven = first?.class_name === 'InputLayer';
  const input = {
    name: `${first?.config.name ?? ''}_input`,
    at: head?.at ?? [],
    content: {
      className: 'InputLayer',
      name: `${first?.config.name ?? ''}_input`,
      options: { batch_input_shape: first?.config['batch_input_shape'] ?? shapeOf(head?.content) },
    },
  };
  const all = isGiven ? given : [input, ...given];
  const layers = all.map((layer, at) => ({ ...layer, nodes: at === 0 ? [] : [[reference(all[at - 1])]] }));
  return { layers, inputs: [reference(all[0])], outputs: [reference(all.at(-1))] };
}

const reference = (layer: { readonly name: string } | undefined): Reference => [layer?.name ?? '', 0, 0];

/** What a model that comes first takes. */
function shapeOf(content: ParsedLayer['content'] | undefined): unknown {
  if (content === undefined || !('layers' in content)) return undefined;
  const inner = content.layers.find(({ name }) => name === content.inputs[0]?.[0])?.content;
  return inner && 'options' in inner ? inner.options['batch_input_shape'] : undefined;
}

const Node = z
  .array(z.tuple([z.string().max(256), z.int().min(0), z.int().min(0), z.record(z.string(), z.unknown())]))
  .min(1);

function nodesOf(layer: GivenLayer, at: At): readonly (readonly Reference[])[] {
  if (layer.class_name === 'InputLayer') return [];
  const { inbound_nodes: nodes = [] } = layer;
  if (nodes.length === 0) refuse(layer, at, 'is applied to nothing (inbound_nodes)');
  return nodes.map((node) => {
    const read = Node.safeParse(node);
    if (!read.success) {
      refuse(layer, at, 'has inbound_nodes other than [[[<layer>, 0, 0, {}], …]]');
      return [];
    }
    // null is the default of each: not given.
    const said = read.data.flatMap(([, , , options]) =>
      Object.entries(options).filter(([name, value]) => value !== null && !isIdle(layer, name)),
    );
    for (const [name, value] of said)
      refuse(layer, at, `is called with ${cut(name)}=${cut(JSON.stringify(value))}, which is not supported`);
    return read.data.map(([name, application, output]): Reference => [name, application, output]);
  });
}

/** Keras 3 writes it down for recurrent layers, which it makes no difference to as long as they have no dropout of their own. */
const isIdle = ({ class_name: className }: GivenLayer, option: string): boolean =>
  option === 'training' && /^(LSTM|GRU|SimpleRNN)$/.test(className);

/** Keras 2 counts the applications of a model from 1: its own, to its inputs, is the one before. */
function countedFromZero(model: ParsedModel): ParsedModel {
  const highest = new Map<string, number>();
  for (const [name, application] of [...model.outputs, ...model.layers.flatMap(({ nodes }) => nodes.flat())])
    highest.set(name, Math.max(application, highest.get(name) ?? 0));
  const fromOne = new Set(
    model.layers.flatMap(({ name, nodes, content }) =>
      'layers' in content && highest.get(name) === nodes.length ? [name] : [],
    ),
  );
  const moved = ([name, application, output]: Reference): Reference => [
    name,
    fromOne.has(name) ? application - 1 : application,
    output,
  ];
  return {
    inputs: model.inputs,
    outputs: model.outputs.map(moved),
    layers: model.layers.map((layer) => ({ ...layer, nodes: layer.nodes.map((node) => node.map(moved)) })),
  };
}
