import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { previewSource } from '../data/preview-data.js';
import { DATA_ROOT_HELP, dataRoot, positiveInteger, splitRoot } from '../session/option-values.js';
import { resolveSpec } from '../spec/resolve-spec.js';
import { addSpecOptions, type SpecFlags } from './spec-options.js';
import type { Action } from './verb.js';

interface PreviewOptions extends SpecFlags {
  readonly output: string;
  readonly samples: number;
  readonly epochs: number;
  readonly dataRoot: readonly string[];
}

/** `data preview`: a picture of what `data.augment` does, without a cluster. */
export function addPreview(data: Command, action: Action): void {
  addSpecOptions(
    data
      .command('preview')
      .description(
        "a picture of what augmentation does to a document's images: each row a training sample, first as it is, then as the first epochs see it",
      ),
  )
    .option('--output <file>', 'the PNG file to write', 'augmentation.png')
    .option('--samples <n>', 'rows', positiveInteger, 8)
    .option('--epochs <n>', 'columns after the first', positiveInteger, 7)
    .option('--data-root <name=dir>', DATA_ROOT_HELP, dataRoot, [])
    .action(
      action<PreviewOptions>(async ({ session, args: [file = ''], options }) => {
        const job = await resolveSpec(session, file, options);
        const { contactSheet, labelEncoding, openDataset } = await import('@ringmaster/data');
        const roots = new Map(options.dataRoot.map(splitRoot));
        const { seed } = job.training;
        const dataset = await openDataset(job.data, {
          source: await previewSource(session, job.data, roots),
          seed,
        });
        const { samples, epochs } = options;
        const labels = labelEncoding(job.loss, dataset.info);
        const picture = contactSheet(dataset, job.data.augment, { seed, labels, samples, epochs });
        const output = resolve(options.output);
        await writeFile(output, picture);
        return { data: { output, bytes: picture.length, augment: job.data.augment }, text: output };
      }),
    );
}
