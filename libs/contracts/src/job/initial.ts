import { z } from 'zod';
import { DataFileName } from '../api/data.js';
import { DataSource } from './components.js';

const WeightName = z.string().min(1).max(256);

/** How tensors of a file become weights of the model: which ones, under which name, laid out how. */
export const WeightRule = z
  .strictObject({
    from: WeightName.optional().describe(
      'the name of a tensor in the file, or of several: each `*` stands for any characters',
    ),
    match: WeightName.optional().describe(
      'instead of `from`: a regular expression (JavaScript, with `u`) for the whole name',
    ),
    to: WeightName.optional().describe(
      'the weight that takes it; `*`, or with `match` `$1`, `$2` …, are what was found; default: the same name',
    ),
    skip: z.literal(true).optional().describe('instead of `to`: such tensors are not used'),
    transpose: z
      .union([z.enum(['linear', 'convolution']), z.array(z.int().min(0).max(7)).min(1).max(8)])
      .optional()
      .describe(
        'the order of axes: `linear` makes [in, out] of [out, in], `convolution` [rows, columns, in, out] of [out, in, rows, columns], whatever the number of dimensions; or a list, where 0 is the first axis of the file',
      ),
    channels: z
      .int()
      .positive()
      .optional()
      .describe(
        'for the first layer behind a flattened picture: its inputs are ordered by channel, so many of them, in the file, and by place here',
      ),
  })
  .superRefine(({ from, match, to, skip }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if ((from === undefined) === (match === undefined)) refuse('from', 'give either `from` or `match`');
    if (to !== undefined && skip) refuse('to', 'give either `to` or `skip`');
    if (from !== undefined && to !== undefined && stars(to) > stars(from))
      refuse('to', 'has more `*` than `from`');
    if (match !== undefined && !isExpression(match)) refuse('match', 'is not a regular expression');
  });
export type WeightRule = z.output<typeof WeightRule>;

const stars = (text: string): number => text.split('*').length - 1;

function isExpression(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

/** The weights that training begins with, where they are not those of `training.seed`. */
export const InitialSpec = z
  .strictObject({
    from: z
      .string()
      .min(1)
      .max(256)
      .optional()
      .describe(
        'a job that has succeeded, or a registered model (`name:tag`); `run` and `submit` upload its weights once and write `source` instead',
      ),
    path: z
      .string()
      .min(1)
      .max(4_096)
      .optional()
      .describe(
        'a file of weights beside the document, `.safetensors`, `.npz` or a model.json with its weights; `run` and `submit` upload it once and write `source` instead',
      ),
    source: DataSource.optional().describe('the data set that holds the weights, as `name@hash`'),
    file: DataFileName.default('model.safetensors').describe(
      'of that data set: its ending tells the format (`.safetensors`, `.npz`)',
    ),
    fresh: z
      .array(z.string().min(1).max(256))
      .max(1_000)
      .default([])
      .describe('weights, or layers, that begin anew as `training.seed` says; all others must be there'),
    // Without defaults, so that documents from before them keep their hashes.
    names: z
      .array(WeightRule)
      .min(1)
      .max(4_096)
      .optional()
      .describe(
        'names and layouts in the file; the first rule that fits counts, other names stay as they are',
      ),
    strict: z
      .boolean()
      .optional()
      .describe(
        '`true`: every tensor of the file must be used as well; `false`: weights that the file lacks begin anew; default: every weight must be there, further tensors are left',
      ),
  })
  .refine(
    ({ from, path, source }) => [from, path, source].filter((each) => each !== undefined).length === 1,
    {
      path: ['from'],
      message: 'give one of `from`, `path` and `source`',
    },
  );
export type InitialSpec = z.output<typeof InitialSpec>;
