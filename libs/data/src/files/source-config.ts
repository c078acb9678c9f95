import { z } from 'zod';
import type { Split } from '../dataset.js';
import { SplitSpec } from '../split-spec.js';

/** `file` or `files`, and how its samples are split: the part that formats of one file a sample set share. */
export function sourceConfig<Group extends z.ZodType>(group: Group, what: string) {
  return {
    file: group.optional().describe(`${what} with all samples`),
    files: filesConfig(group, what).optional(),
    split: SplitSpec.prefault({}),
  };
}

/** The files of each split. */
export function filesConfig<Group extends z.ZodType>(group: Group, what: string) {
  return z
    .strictObject({ train: group, validation: group.optional(), test: group.optional() })
    .describe(`${what} for each split; a split without files is taken from the training files by \`split\``);
}

interface SourceConfig<Group> {
  readonly file?: Group | undefined;
  readonly files?:
    | { readonly train: Group; readonly validation?: Group | undefined; readonly test?: Group | undefined }
    | undefined;
  readonly split: SplitSpec;
}

type Issues = { addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void };

/** For a schema's superRefine: what `file`, `files` and `split` must not say together. */
export function checkSource(config: SourceConfig<unknown>, context: Issues): void {
  const add = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
  if ((config.file === undefined) === (config.files === undefined))
    add(['file'], 'give either `file`, or `files` for each split');
  checkSplit(config, context);
}

export function checkSplit({ files, split }: SourceConfig<unknown>, context: Issues): void {
  for (const name of ['validation', 'test'] as const)
    if (files?.[name] !== undefined && split[name] > 0)
      context.addIssue({
        code: 'custom',
        path: ['split', name],
        message: `the ${name} split has files of its own: it cannot also be a share of the training files`,
      });
}

/** The groups of files of each split. */
export function splitGroups<Group>({ file, files }: SourceConfig<Group>): {
  readonly [name in Exclude<Split, 'train'>]?: Group | undefined;
} & { readonly train: Group } {
  return files ?? { train: file as Group };
}
