import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { type Command, InvalidArgumentError } from 'commander';
import { previewSource } from '../data/preview-data.js';
import { positiveInteger } from '../session/option-values.js';
import type { Session } from '../session/session.js';
import { resolveSpec } from '../spec/resolve-spec.js';
import { table } from '../terminal/table.js';
import { addSpecOptions, type SpecFlags } from './spec-options.js';
import type { Action } from './verb.js';

const CELLS = ['simple', 'gru', 'lstm'];

interface GradientOptions extends SpecFlags {
  readonly cells: readonly string[];
  readonly samples: number;
  readonly output: string;
}

/** `show gradients <spec>`: how far back in time an error reaches, for each kind of recurrent layer. */
export function addShowGradients(show: Command, action: Action): void {
  addSpecOptions(
    show
      .command('gradients')
      .description(
        'vanishing gradients: the norm of the gradient of the loss with respect to the recurrent state, by how long ago the state was, at the first step of a job document, as CSV and as a picture',
      ),
  )
    .option('--cells <names>', `kinds of the recurrent layer: ${CELLS.join(', ')}`, cellNames, CELLS)
    .option('--samples <n>', 'training samples that are averaged over', positiveInteger, 32)
    .option('--output <dir>', 'directory for gradients.csv and gradients.svg', 'gradients')
    .action(
      action<GradientOptions>(async ({ session, args: [file = ''], options }) => {
        const job = await resolveSpec(session, file, options);
        if (job.model.name !== 'rnn')
          throw new TrainError(
            'invalid',
            `model.name: ${job.model.name} has no recurrent state; rnn has one`,
          );
        const norms = await measure(session, job, options);
        const files = await write(resolve(options.output), job.name, norms);
        return {
          data: { files, norms: Object.fromEntries(norms) },
          text: `${summary(norms)}\n${files.join('\n')}`,
        };
      }),
    );
}

function cellNames(text: string): readonly string[] {
  const names = text.split(',');
  if (names.every((name) => CELLS.includes(name))) return [...new Set(names)];
  throw new InvalidArgumentError(`It must be a list of ${CELLS.join(', ')}, with commas between.`);
}

type Norms = ReadonlyMap<string, readonly number[]>;

async function measure(
  session: Session,
  job: ResolvedJob,
  { cells, samples }: GradientOptions,
): Promise<Norms> {
  const [data, { buildModel, stateGradients }, { jobTask }, { loadEngine }] = await Promise.all([
    import('@ringmaster/data'),
    import('@ringmaster/models'),
    import('@ringmaster/training'),
    import('@ringmaster/engine'),
  ]);
  // Some samples of one step: any backend will do, and this one is always there.
  await loadEngine({ prefer: 'js' });
  const source = await previewSource(session, job.data, new Map());
  const dataset = await data.openDataset(job.data, { source, seed: job.training.seed });
  const normalizer = data.fitNormalizer(dataset, job.data.normalize);
  const labels = data.labelEncoding(job.loss, dataset.info);
  const read = data.evaluationPipeline(dataset, job.data, { normalizer, labels });
  const ids = Uint32Array.from({ length: Math.min(samples, dataset.info.sizes.train) }, (_, id) => id);
  const batch = read('train', ids);
  const { losses } = jobTask(job, dataset.info);
  const norms = new Map<string, readonly number[]>();
  for (const cell of cells) {
    const model = await buildModel({ ...job, model: withCell(job.model, cell) }, dataset.info);
    norms.set(cell, await stateGradients(model, batch, losses));
    model.dispose();
  }
  return norms;
}

const withCell = ({ name, config }: ResolvedJob['model'], cell: string) => ({
  name,
  config: { ...config, cell },
});

async function write(directory: string, name: string, norms: Norms): Promise<readonly string[]> {
  const { lineChart } = await import('@ringmaster/data');
  const columns = [...norms.values()];
  const rows = (columns[0] ?? []).map((_, distance) =>
    [distance, ...columns.map((column) => column[distance])].join(','),
  );
  const chart = lineChart({
    title: `${name}: how much of an error reaches earlier states`,
    xLabel: 'steps before the end of the sequence',
    yLabel: 'norm of the gradient',
    lines: [...norms].map(([cell, values]) => ({ name: cell, values })),
    log: true,
  });
  await mkdir(directory, { recursive: true });
  const files = [join(directory, 'gradients.csv'), join(directory, 'gradients.svg')] as const;
  await writeFile(files[0], `${[['distance', ...norms.keys()].join(','), ...rows].join('\n')}\n`);
  await writeFile(files[1], chart);
  return files;
}

function summary(norms: Norms): string {
  const shown = (value = NaN) => value.toExponential(2);
  return table(
    ['CELL', 'AT THE END', 'HALF-WAY', 'AT THE START', 'START ÷ END'],
    [...norms].map(([cell, values]) => {
      const [end = NaN, half, start = NaN] = [values[0], values[values.length >> 1], values.at(-1)];
      return [cell, shown(end), shown(half), shown(start), shown(start / end)];
    }),
  );
}
