import { DataFileName, LIMITS } from '@ringmaster/contracts';
import { jsonDepth, TrainError } from '@ringmaster/core';
import { z } from 'zod';
import type { GivenWeight } from '../weights/fit-weights.js';
import { fromKeras3 } from './keras3.js';

/** Bytes of a value of a shard, by type. */
const WIDTHS = { float32: 4, int32: 4, bool: 1 } as const;

const Weight = z.object({
  name: z.string().min(1).max(512),
  shape: z.array(z.int().min(0)).max(16),
  dtype: z.enum(['float32', 'int32', 'bool']),
  quantization: z
    .undefined({ error: 'quantised weights: convert the model without quantization' })
    .optional(),
});
const Group = z.object({ paths: z.array(DataFileName).min(1).max(10_000), weights: z.array(Weight) });

const ModelJson = z.object({
  format: z
    .literal('layers-model', {
      error: 'it holds a graph, which cannot be trained: convert the Keras model to tfjs_layers_model',
    })
    .optional(),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z
    .array(Group)
    .max(10_000)
    .refine(
      (groups) => {
        const paths = groups.flatMap((group) => group.paths);
        return new Set(paths).size === paths.length;
      },
      { error: 'it names a file of weights twice: each is read once, whole' },
    )
    .optional(),
});
type WeightGroup = z.output<typeof Group>;

/** What a model.json says: an architecture, and where its weights are. */
export interface LayersModelFile {
  /** For `model.config.topology` of the model `keras`. */
  readonly topology: Readonly<Record<string, unknown>>;
  /** Absent where the file has none. */
  readonly weights?: readonly WeightGroup[];
}

/** Files of Keras that are no model.json, by how they begin. */
const OTHERS: readonly (readonly [start: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 3, 4], 'an archive of Keras (.keras)'],
  [[0x89, 0x48, 0x44, 0x46], 'an HDF5 file (.h5)'],
];

/** What makes a model.json of such a file, with the weights beside it. */
const SAVE_IN_PYTHON = (file: string): string =>
  [
    `import json, keras, numpy as np; model = keras.saving.load_model(${JSON.stringify(file.split('/').at(-1))})`,
    'np.concatenate([np.ravel(w.numpy()) for w in model.weights]).astype("<f4").tofile("weights.bin")',
    'weights = [{"name": w.path, "shape": list(w.shape), "dtype": "float32"} for w in model.weights]',
    'json.dump({"modelTopology": json.loads(model.to_json()), "weightsManifest": [{"paths": ["weights.bin"], "weights": weights}]}, open("model.json", "w"))',
  ].join('\n');

/**
 * Reads the model.json of a layers model.
 * @throws TrainError `invalid` naming the file, and what it is instead
 */
export function readModelJson(bytes: Uint8Array, file: string): LayersModelFile {
  const refuse = (message: string, cause?: unknown) =>
    new TrainError('invalid', `${file}: ${message}`, cause === undefined ? {} : { cause });
  const other = OTHERS.find(([start]) => start.every((byte, at) => bytes[at] === byte));
  if (other)
    throw refuse(`this is ${other[1]}, which is not read. In Python, beside it:\n${SAVE_IN_PYTHON(file)}`);
  let json: unknown;
  let depth: number;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    depth = jsonDepth(text);
    json = depth > LIMITS.modelJsonDepth ? undefined : JSON.parse(text);
  } catch (cause) {
    throw refuse('this is not JSON', cause);
  }
  if (depth > LIMITS.modelJsonDepth)
    throw refuse(`it is nested ${depth} levels deep, more than ${LIMITS.modelJsonDepth}`);
  const parsed = ModelJson.safeParse(json);
  if (!parsed.success) throw refuse(`this is no layers model: ${problemsOf(parsed.error)}`);
  const { modelTopology, weightsManifest } = parsed.data;
  // Keras' own goes by the name of model_config.
  const inner = modelTopology['model_config'];
  const given = (typeof inner === 'object' && inner !== null ? inner : modelTopology) as Readonly<
    Record<string, unknown>
  >;
  const { class_name: className, config } = fromKeras3(given);
  return {
    topology: { class_name: className, config },
    ...(weightsManifest && { weights: weightsManifest }),
  };
}

const LISTED = 10;
/** The first of them: a long list of weights may hold nothing else. */
function problemsOf({ issues }: z.ZodError): string {
  const more = issues.length > LISTED ? `\n… and ${issues.length - LISTED} more` : '';
  return `${z.prettifyError(new z.ZodError(issues.slice(0, LISTED)))}${more}`;
}

/**
 * The weights of a model.json, by `<layer>/<role>`, whatever scopes Keras has put around them.
 * @param readShard gives the bytes of a file beside the model.json
 * @throws TrainError `artifact_corrupt` naming the shards that end too early or too late
 */
export async function layersModelWeights(
  { topology, weights = [] }: LayersModelFile,
  readShard: (name: string) => Promise<Uint8Array>,
): Promise<readonly GivenWeight[]> {
  const layers = layerNames(topology);
  const given: GivenWeight[] = [];
  for (const { paths, weights: specs } of weights) {
    const shards = await Promise.all(paths.map(readShard));
    const bytes = new Uint8Array(shards.reduce((sum, { length }) => sum + length, 0));
    shards.reduce((at, shard) => (bytes.set(shard, at), at + shard.length), 0);
    let at = 0;
    for (const { name, shape, dtype } of specs) {
      const begin = at;
      at += shape.reduce((product, dim) => product * dim, WIDTHS[dtype]);
      const end = at;
      const values = () => new Float32Array(bytes.slice(begin, end).buffer);
      given.push({ name: plainName(name, layers), shape, dtype, ...(dtype === 'float32' && { values }) });
    }
    if (at !== bytes.length)
      throw new TrainError(
        'artifact_corrupt',
        `${paths.join(', ')}: ${bytes.length} bytes, but the weights of model.json take ${at}`,
      );
  }
  return given;
}

/** `model/lstm/lstm_cell/kernel:0` is the `kernel` of `lstm`. */
function plainName(name: string, layers: ReadonlySet<string>): string {
  const parts = name.replace(/:\d+$/, '').split('/');
  const layer = parts.slice(0, -1).find((part) => layers.has(part));
  return layer === undefined ? name : `${layer}/${parts.at(-1)}`;
}

/** Of all layers, those of inner models too; a model has no weights but theirs. */
function layerNames({ config }: Readonly<Record<string, unknown>>, depth = 0): ReadonlySet<string> {
  const parsed = z.union([Layers, z.object({ layers: Layers })]).safeParse(config);
  if (!parsed.success || depth > MAX_DEPTH) return new Set();
  const layers = Array.isArray(parsed.data) ? parsed.data : parsed.data.layers;
  return new Set(
    layers.flatMap((layer) =>
      'layers' in layer.config ? [...layerNames(layer, depth + 1)] : [layer.config.name],
    ),
  );
}

const Layers = z.array(z.looseObject({ config: z.looseObject({ name: z.string() }) }));
/** Models within models that are looked through. */
const MAX_DEPTH = 16;
