import { z } from 'zod';
import { FILLINGS } from '../files/fill-missing.js';
import { FileNames } from '../files/file-names.js';
import { SelectSpec } from '../select/select-config.js';
import { EncodeSpecs } from '../encode/encode-config.js';
import { sourceConfig } from '../files/source-config.js';

const ColumnName = z.string().min(1).max(256);

/** What documents say about tables, whatever their format. */
export const tableConfig = {
  select: SelectSpec.optional().describe('which features stay, as the training rows say; default: all'),
  ...sourceConfig(FileNames, 'a file, or a list of files whose rows follow each other,'),
  label: ColumnName.describe('the column to predict'),
  labelKind: z
    .enum(['category', 'number'])
    .default('category')
    .describe(
      'words for classes, numbered in alphabetical order as the training split shows them; or a number',
    ),
  features: z
    .array(ColumnName)
    .min(1)
    .max(65_536)
    .optional()
    .describe('columns that the model sees, in this order; default: all but the label and `ignore`'),
  encode: EncodeSpecs.optional().describe('columns of words, and how each becomes features'),
  ignore: z.array(ColumnName).max(65_536).default([]).describe('columns left out'),
  missing: z
    .union([z.enum(['refuse', ...FILLINGS]), z.number()])
    .default('refuse')
    .describe(
      'missing values: an error; the mean, the median or the most frequent value of the training split; or this number',
    ),
};

/** Columns by position. @throws the problem as text */
export function chooseFeatures(
  available: readonly string[],
  config: {
    readonly label: string;
    readonly features?: readonly string[] | undefined;
    readonly ignore: readonly string[];
    readonly key?: string | undefined;
    readonly encode?: EncodeSpecs | undefined;
  },
): { readonly features: readonly string[] } | { readonly problem: string } {
  const known = new Set(available);
  const key = config.key === undefined ? [] : [config.key];
  const unknown = [config.label, ...(config.features ?? []), ...config.ignore, ...key].find(
    (name) => !known.has(name),
  );
  if (unknown !== undefined)
    return {
      problem: `there is no column "${unknown}"; the columns are ${available
        .slice(0, 20)
        .map((name) => JSON.stringify(name.slice(0, 40)))
        .join(', ')}`,
    };
  const out = new Set([config.label, ...config.ignore, ...key]);
  const features = config.features ?? available.filter((name) => !out.has(name));
  const seen = new Set<string>();
  const twice = features.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) return { problem: `data.config.features names "${twice}" twice` };
  if (features.includes(config.label)) return { problem: `the label "${config.label}" is also a feature` };
  const idle = Object.keys(config.encode ?? {}).find((name) => !features.includes(name));
  if (idle !== undefined) return { problem: `data.config.encode names "${idle}", which is no feature` };
  return features.length > 0 ? { features } : { problem: 'no column is left for features' };
}
