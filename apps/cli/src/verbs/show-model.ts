import { TrainError } from '@ringmaster/core';
import type { LayerDescription, ModelDescription } from '@ringmaster/models';
import { type Command, InvalidArgumentError } from 'commander';
import { collect, positiveInteger } from '../session/option-values.js';
import { applyOverrides } from '../spec/overrides.js';
import { formatCount } from '../terminal/format.js';
import { table } from '../terminal/table.js';
import type { Action } from './verb.js';

interface ShowModelOptions {
  readonly input?: readonly number[];
  readonly classes?: number;
  readonly set: readonly string[];
}

/** `show model <name>`: the layers of a model of the library, without data and without a job. */
export function addShowModel(show: Command, action: Action): void {
  show
    .command('model')
    .description('the layers of a model of the library: shapes, parameters, multiply-adds, receptive fields')
    .argument('<name>', 'a model of the registry (ringmaster ls models)')
    .option(
      '--input <shape>',
      "one sample's shape (default: as in the model's paper; 224x224x3 of most for images)",
      shape,
    )
    .option(
      '--classes <n>',
      'values that the model puts out (default: as in its paper, 1000 of ImageNet)',
      positiveInteger,
    )
    .option(
      '--set <option=value>',
      "one of the model's own options, for example depth=50; repeatable",
      collect,
      [],
    )
    .action(
      action<ShowModelOptions>(async ({ args: [name = ''], options }) => {
        const description = await describe(name, options);
        return { data: { ...description }, text: `${layerTable(description)}\n${totals(description)}` };
      }),
    );
}

/** What most models for images were published with. */
const IMAGENET = { inputShape: [224, 224, 3], outputs: 1_000 };

function shape(text: string): readonly number[] {
  if (/^[1-9]\d{0,5}(x[1-9]\d{0,5}){0,3}$/.test(text)) return text.split('x').map(Number);
  throw new InvalidArgumentError('It must be a shape such as 224x224x3 or 13.');
}

async function describe(name: string, { input, classes, set }: ShowModelOptions): Promise<ModelDescription> {
  const [{ assembleModel, describeModel, MODELS }, { loadEngine }] = await Promise.all([
    import('@ringmaster/models'),
    import('@ringmaster/engine'),
  ]);
  // Nothing is computed: any backend will do, and this one is always there.
  await loadEngine({ prefer: 'js' });
  const config = applyOverrides({}, set) as Record<string, unknown>;
  const sample = (Object.hasOwn(MODELS, name) ? MODELS[name]?.sample : undefined) ?? IMAGENET;
  const context = { inputShape: input ?? sample.inputShape, outputs: classes ?? sample.outputs };
  const model = await assembleModel({ name, config }, context).catch((cause: unknown) => {
    if (cause instanceof TrainError && cause.message.includes('takes images'))
      throw new TrainError('invalid', `${cause.message}: choose a shape with --input`, { cause });
    throw cause;
  });
  try {
    return describeModel(model);
  } finally {
    model.dispose();
  }
}

function layerTable({ layers }: ModelDescription): string {
  return table(
    ['LAYER', 'KIND', 'OUTPUT', 'PARAMETERS', 'MULTIPLY-ADDS', 'SEES'],
    layers.map((layer) => [
      layer.name,
      layer.kind,
      layer.outputShape.join('×'),
      formatCount(layer.parameters),
      formatCount(layer.multiplyAdds),
      sees(layer),
    ]),
  );
}

function sees({ receptiveField: field }: LayerDescription): string {
  if (field === undefined) return '';
  return field === 'all' ? 'all' : field.join('×');
}

const totals = (model: ModelDescription): string =>
  `${model.name}: ${formatCount(model.trainableParameters)} parameters, ${formatCount(model.stateParameters)} ` +
  `moving statistics, ${formatCount(model.multiplyAdds)} multiply-adds a sample (${formatCount(2 * model.multiplyAdds)} FLOPs)`;
