import { z } from 'zod';
import type { Dataset, DatasetInfo, Split } from '../dataset.js';
import { SPLITS } from '../dataset.js';
import { defineDataset, type OpenContext } from '../definition.js';
import { corrupt, shown } from '../files/corrupt.js';
import { FileNames } from '../files/file-names.js';
import { loadFiles } from '../files/load-files.js';
import { checkSource, sourceConfig, splitGroups } from '../files/source-config.js';
import { type SplitSpec, splitRows } from '../split-spec.js';
import { END, PADDING, START } from './token-facts.js';
import { documentRows } from './token-samples.js';
import { tokenDataset } from './token-dataset.js';
import { readTextRows, type TextRow } from './text-rows.js';
import { tokenizerField, tokenizerFor } from './tokenizer-field.js';

const Column = z.string().min(1).max(256);

const LabelledTextConfig = z
  .strictObject({
    ...sourceConfig(FileNames, 'a CSV file (.csv) or one of JSON lines, or a list of such files,'),
    text: Column.describe('the column with the text'),
    label: Column.describe('the column to predict: words for classes'),
    delimiter: z.string().length(1).default(',').describe('between the fields of a CSV file'),
    length: z.int().min(4).max(65_536).default(64).describe('tokens of a sample; longer texts are cut'),
    tokenizer: tokenizerField,
  })
  .superRefine((config, context) => {
    if (config.split.kind === 'grouped' || config.split.by !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['split', 'kind'],
        message: 'texts are dealt at random, stratified by label, or in their order',
      });
    checkSource(config, context);
  });
type LabelledTextConfig = z.output<typeof LabelledTextConfig>;

/** Texts with a class each: `<start>`, tokens, `<end>`, padding. */
export const labelledText = defineDataset({
  name: 'labelled-text',
  summary: 'a class for each text: two columns of CSV files or of JSON lines, the text as tokens',
  config: LabelledTextConfig,
  open: openLabelledText,
});

async function openLabelledText(config: LabelledTextConfig, context: OpenContext): Promise<Dataset> {
  const groups = splitGroups(config);
  const names = Object.values(groups).flatMap((list) => list ?? []);
  const { hash, bytes } = await loadFiles(context, [...new Set(names)]);
  const read = (list: readonly string[] | undefined) =>
    list?.flatMap((name) => readTextRows(name, bytes(name), config));
  const all = {
    train: read(groups.train) ?? [],
    validation: read(groups.validation),
    test: read(groups.test),
  };
  const rows = dealt(all, config.split);
  const classNames = [...new Set(rows.train.map(({ label }) => label))].sort();
  if (classNames.length < 2)
    throw corrupt(all.train[0]?.where ?? context.name, 'its training samples all have the same label');
  const tokenizer = tokenizerFor(
    config.tokenizer,
    rows.train.map(({ text }) => text),
    context,
  );
  const samples = Object.fromEntries(
    SPLITS.map((split) => [
      split,
      {
        rows: documentRows(
          tokenizer,
          rows[split].map(({ text }) => text),
          { width: config.length, cut: true },
        ),
        labels: rows[split].map((row) => classOf(row, classNames)),
      },
    ]),
  ) as unknown as Record<Split, { rows: ReturnType<typeof documentRows>; labels: readonly number[] }>;
  const info: DatasetInfo = {
    name: context.name,
    hash,
    sizes: { train: rows.train.length, validation: rows.validation.length, test: rows.test.length },
    inputShape: [config.length],
    inputDtype: 'int32',
    labelShape: [],
    labelDtype: 'int32',
    classes: classNames.length,
    classNames,
    tokens: { objective: 'class', padding: PADDING, start: START, end: END, tokenizer: tokenizer.state },
  };
  return tokenDataset(info, ({ split, id }, { x, y }) => {
    samples[split].rows.copy(id, x);
    y[0] = samples[split].labels[id] ?? 0;
  });
}

type Rows = Readonly<Record<Split, readonly TextRow[]>>;

function dealt(
  given: { readonly train: readonly TextRow[] } & Partial<Record<Split, readonly TextRow[] | undefined>>,
  split: SplitSpec,
): Rows {
  const { train } = given;
  const rows = splitRows({ count: train.length, classOf: (row) => train[row]?.label ?? '' }, split);
  const chosen = (name: Split) => Array.from(rows[name], (row) => train[row] as TextRow);
  return {
    train: chosen('train'),
    validation: given.validation ?? chosen('validation'),
    test: given.test ?? chosen('test'),
  };
}

function classOf({ label, labelWhere }: TextRow, classNames: readonly string[]): number {
  const found = classNames.indexOf(label);
  if (found < 0)
    throw corrupt(
      labelWhere,
      `the label ${shown(label)} does not occur in the training split, which has ${classNames.slice(0, 5).map(shown).join(', ')}`,
    );
  return found;
}
