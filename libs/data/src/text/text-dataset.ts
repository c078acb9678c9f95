import { rng, TrainError } from '@ringmaster/core';
import { z } from 'zod';
import type { ColumnFacts, Dataset, DatasetInfo, Split } from '../dataset.js';
import { SPLITS } from '../dataset.js';
import { defineDataset, type OpenContext } from '../definition.js';
import { corrupt } from '../files/corrupt.js';
import { FileName, FileNames } from '../files/file-names.js';
import { loadFiles } from '../files/load-files.js';
import { checkSplit, filesConfig } from '../files/source-config.js';
import { SplitSpec, splitRows } from '../split-spec.js';
import { DOCUMENT_KINDS, readDocuments, type TextDocument } from './documents.js';
import { maskTokens } from './mask-tokens.js';
import { END, PADDING, START } from './token-facts.js';
import { documentRows, packedRows, type TokenRows } from './token-samples.js';
import { tokenDataset } from './token-dataset.js';
import type { Tokenizer } from './tokenizer.js';
import { tokenizerField, tokenizerFor } from './tokenizer-field.js';

const TextConfig = z
  .strictObject({
    file: FileNames.optional().describe('a text file, or a list of them; default: all of the data set'),
    files: filesConfig(FileNames, 'a text file, or a list of them,').optional(),
    directory: FileName.optional().describe('a directory of the data set, with all text files below it'),
    documents: z
      .enum(DOCUMENT_KINDS)
      .default('paragraph')
      .describe('what is wholly in one split: a file, a paragraph (blank lines lie between them), or a line'),
    tokenizer: tokenizerField,
    length: z.int().min(4).max(65_536).default(64).describe('tokens of a sample'),
    windows: z
      .enum(['packed', 'document'])
      .default('packed')
      .describe(
        'samples are cut from all documents one after the other, `<end>` between them; or each document begins a sample: `<start>`, tokens, `<end>`, padding',
      ),
    stride: z
      .int()
      .positive()
      .optional()
      .describe('of packed windows: tokens between the beginnings of two; default: `length`'),
    objective: z
      .enum(['next', 'masked'])
      .default('next')
      .describe('labels are the next token of each; or the tokens that were hidden (column `mask`)'),
    masked: z
      .strictObject({
        share: z.number().gt(0).lt(1).default(0.15).describe('chance of a token to be hidden'),
        copies: z
          .int()
          .positive()
          .max(1_000)
          .default(4)
          .describe('training samples of each window, with different tokens hidden'),
      })
      .prefault({})
      .describe('for `objective: masked`'),
    split: SplitSpec.prefault({}),
  })
  .superRefine((config, context) => {
    const add = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    const given = (['file', 'files', 'directory'] as const).filter((key) => config[key] !== undefined);
    if (given.length > 1) add([given[1] as string], `give one of ${given.join(' and ')}`);
    if (config.stride !== undefined && config.windows === 'document')
      add(['stride'], 'each document begins a window of its own: leave this out');
    if (config.split.kind !== 'random' && config.split.kind !== 'ordered')
      add(['split', 'kind'], 'documents are dealt at random or in their order');
    if (config.split.by !== undefined) add(['split', 'by'], 'text has no columns');
    checkSplit(config, context);
  });
type TextConfig = z.output<typeof TextConfig>;

/** Text for language models: files cut into windows of tokens, labelled with the next ones or with hidden ones. */
export const text = defineDataset({
  name: 'text',
  summary:
    'text files for language models: byte-pair, word or character tokens, labelled with the next ones or with those that were hidden',
  config: TextConfig,
  open: openText,
});

async function openText(config: TextConfig, context: OpenContext): Promise<Dataset> {
  const groups: SplitGroups = config.files ?? {
    train: config.file ?? (await listed(config.directory, context)),
  };
  const { hash, bytes } = await loadFiles(context, [
    ...new Set(Object.values(groups).flatMap((names) => names ?? [])),
  ]);
  const read = (names: readonly string[] | undefined) =>
    names?.flatMap((name) => readDocuments(name, bytes(name), config.documents));
  const documents = {
    train: read(groups.train) ?? [],
    validation: read(groups.validation),
    test: read(groups.test),
  };
  const parts = dealt(documents, config.split);
  const tokenizer = tokenizerFor(
    config.tokenizer,
    parts.train.map(({ text }) => text),
    context,
  );
  const rows = Object.fromEntries(
    SPLITS.map((split) => [split, rowsOf(parts[split], { split, config, tokenizer, context })]),
  ) as Record<Split, TokenRows>;
  return windowsDataset({ name: context.name, hash, rows, tokenizer, config, seed: context.seed });
}

async function listed(
  directory: string | undefined,
  { name, source }: OpenContext,
): Promise<readonly string[]> {
  if (!source.list) throw new TrainError('internal', `the files of ${name} cannot be listed`);
  const all = await source.list();
  const names = all.filter((file) => directory === undefined || file.startsWith(`${directory}/`));
  if (names.length === 0)
    throw new TrainError(
      'not_found',
      `data set ${name} holds no file below ${directory === undefined ? 'its directory' : `${directory}/`}`,
    );
  return names;
}

interface SplitGroups {
  readonly train: readonly string[];
  readonly validation?: readonly string[] | undefined;
  readonly test?: readonly string[] | undefined;
}

type Documents = Readonly<Record<Split, readonly TextDocument[]>>;

function dealt(
  given: { readonly train: readonly TextDocument[] } & Partial<
    Record<Split, readonly TextDocument[] | undefined>
  >,
  split: SplitSpec,
): Documents {
  const rows = splitRows({ count: given.train.length }, split);
  const chosen = (name: Split) => Array.from(rows[name], (row) => given.train[row] as TextDocument);
  return {
    train: chosen('train'),
    validation: given.validation ?? chosen('validation'),
    test: given.test ?? chosen('test'),
  };
}

interface Cutting {
  readonly split: Split;
  readonly config: TextConfig;
  readonly tokenizer: Tokenizer;
  readonly context: OpenContext;
}

/** @throws TrainError `data_corrupt` when the documents of a split make no window */
function rowsOf(
  documents: readonly TextDocument[],
  { split, config, tokenizer, context }: Cutting,
): TokenRows {
  const { length, objective, windows, stride = length } = config;
  const width = objective === 'next' ? length + 1 : length;
  const texts = documents.map(({ text }) => text);
  const rows =
    windows === 'document'
      ? documentRows(tokenizer, texts, { width, cut: false })
      : packedRows(tokenizer, texts, { width, stride });
  if (rows.count === 0 && (documents.length > 0 || split === 'train'))
    throw corrupt(
      documents[0]?.where ?? context.name,
      `the ${documents.length} documents of the ${split} split are too short for a window of ${width} tokens: choose a smaller data.config.length, or windows: document`,
    );
  return rows;
}

interface Windows {
  readonly name: string;
  readonly hash: string;
  readonly rows: Readonly<Record<Split, TokenRows>>;
  readonly tokenizer: Tokenizer;
  readonly config: TextConfig;
  readonly seed: number;
}

/** Keeps the hidden places apart from other uses of a seed; one stream a split. */
const MASK_STREAMS: Readonly<Record<Split, number>> = { train: 0x3a50, validation: 0x3a51, test: 0x3a52 };

function windowsDataset({ name, hash, rows, tokenizer, config, seed }: Windows): Dataset {
  const { length, objective, masked } = config;
  const isMasked = objective === 'masked';
  const copies = isMasked ? masked.copies : 1;
  const mask: ColumnFacts = { shape: [length], dtype: 'float32' };
  const info: DatasetInfo = {
    name,
    hash,
    sizes: {
      train: rows.train.count * copies,
      validation: rows.validation.count,
      test: rows.test.count,
    },
    inputShape: [length],
    inputDtype: 'int32',
    labelShape: [length],
    labelDtype: 'int32',
    classes: tokenizer.size,
    ...(isMasked && { extras: { mask } }),
    tokens: {
      objective: isMasked ? 'maskedToken' : 'nextToken',
      padding: PADDING,
      start: START,
      end: END,
      tokenizer: tokenizer.state,
    },
  };
  const width = isMasked ? length : length + 1;
  const window = new Int32Array(width);
  return tokenDataset(info, ({ split, id }, { x, y, extras }) => {
    rows[split].copy(split === 'train' ? Math.floor(id / copies) : id, window);
    x.set(window.subarray(0, length));
    y.set(isMasked ? window : window.subarray(1));
    const hidden = extras['mask'];
    if (hidden) {
      const random = rng(seed, MASK_STREAMS[split], id);
      maskTokens(x, hidden as Float32Array, { share: masked.share, vocabulary: tokenizer.size, random });
    }
  });
}
