import { z } from 'zod';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Models within models: what is deeper stays as it is, for the check to refuse. */
const MAX_DEPTH = 16;

/**
 * A topology of Keras 3 as Keras 2 writes it: shapes of inputs, types and what a layer is applied to by their older names, without options
 * that are null. One of Keras 2 stays as it is.
 */
export function fromKeras3(topology: Fields, depth = 0): Fields {
  const { class_name: className, config } = topology;
  if (!isFields(config) || !Array.isArray(config['layers']) || depth > MAX_DEPTH) return topology;
  const layers = config['layers'].map((layer: unknown) =>
    isFields(layer) ? withLayer(layer, depth) : layer,
  );
  const { name, input_layers: inputs, output_layers: outputs } = config;
  if (!isKeras3(topology)) return { ...topology, config: { ...config, layers } };
  return {
    class_name: className,
    config: {
      name,
      layers,
      ...(inputs !== undefined && { input_layers: references(inputs) }),
      ...(outputs !== undefined && { output_layers: references(outputs) }),
    },
  };
}

/** Only Keras 3 says where a class comes from. */
const isKeras3 = (given: Fields): boolean => 'module' in given;

function withLayer(layer: Fields, depth: number): Fields {
  const inner = fromKeras3(layer, depth + 1);
  if (!isKeras3(layer)) return inner;
  const { class_name: className, inbound_nodes: nodes, config: given } = layer;
  const config = isFields(given) && inner === layer ? optionsOf(given) : inner['config'];
  return {
    class_name: className,
    config,
    ...(Array.isArray(nodes) && { inbound_nodes: nodes.map(nodeOf) }),
  };
}

/** Names that Keras 3 has changed. */
const OLDER: Readonly<Record<string, string>> = { batch_shape: 'batch_input_shape', negative_slope: 'alpha' };
/** The seed of a run is the document's; all layers compute with the same types. */
const DROPPED: ReadonlySet<string> = new Set(['seed', 'dtype', 'optional', 'build_input_shape']);

function optionsOf(config: Fields): Fields {
  const kept = Object.entries(config).filter(([name, value]) => value !== null && !DROPPED.has(name));
  const options = kept.map(([name, value]) => [
    // ReLU has kept both names.
    Object.hasOwn(OLDER, name) && !('max_value' in config) ? OLDER[name] : name,
    withoutOrigin(value),
  ]);
  const dtype = dtypeOf(config['dtype']);
  return { ...Object.fromEntries(options), ...(dtype !== undefined && { dtype }) };
}

/** A policy that is a type goes by its name. */
function dtypeOf(dtype: unknown): unknown {
  const name = isFields(dtype) && isFields(dtype['config']) ? dtype['config']['name'] : dtype;
  return name === 'float32' ? undefined : name;
}

/** An initialiser without the module that its class is in. */
function withoutOrigin(value: unknown): unknown {
  if (!isFields(value) || !isKeras3(value)) return value;
  const { class_name: className, config } = value;
  const kept = isFields(config)
    ? Object.entries(config).filter(([name, of]) => name !== 'seed' && of !== null)
    : [];
  return { class_name: className, config: Object.fromEntries(kept) };
}

/** One endpoint is not in a list of its own. */
const references = (given: unknown): unknown =>
  Array.isArray(given) && typeof given[0] === 'string' ? [given] : given;

const Tensor = z.object({
  class_name: z.literal('__keras_tensor__'),
  config: z.object({ keras_history: z.array(z.unknown()).length(3) }),
});
const Call = z.object({
  args: z.tuple([z.union([Tensor.transform((one) => [one]), z.array(Tensor)])]).rest(z.null()),
  kwargs: z.record(z.string(), z.unknown()).default({}),
});

/** An application; one that is none stays, for the check to refuse. */
function nodeOf(node: unknown): unknown {
  const parsed = Call.safeParse(node);
  if (!parsed.success) return node;
  const { args, kwargs } = parsed.data;
  const options = Object.fromEntries(Object.entries(kwargs).filter(([, value]) => value !== null));
  return args[0].map(({ config }) => [...config.keras_history, options]);
}
