import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Dataset, DatasetInfo, Split } from '../dataset.js';
import { splitDataset } from '../memory-dataset.js';
import { type SplitFacts, type SplitSpec, splitRows } from '../split-spec.js';
import { encodeWords } from '../encode/encode-words.js';
import type { EncodeSpecs } from '../encode/encode-config.js';
import type { Encoding } from '../encode/encoding.js';
import type { OpenFileView } from '../stream/file-view.js';
import { boxLabels } from './box-rows.js';
import { corrupt, listed, shown } from './corrupt.js';
import { fillMissing, type Filling } from './fill-missing.js';
import type { SelectSpec } from '../select/select-config.js';
import { keepFeatures, selectFeatures } from '../select/select-features.js';
import { requireAlike } from './join-blocks.js';
import type { SampleBlock } from './sample-block.js';
import { trainingTable } from './training-table.js';
import type { FittedLabels, Part, Parts, SplitBlocks } from './split-blocks.js';

export interface AssembleOptions {
  readonly name: string;
  readonly hash: string;
  readonly split: SplitSpec;
  /** Number of classes; default: what the training split shows. */
  readonly classes?: number | undefined;
  /** Rows for the boxes of a sample; default: as many as the fullest one has. */
  readonly maxBoxes?: number;
  /** What each class is called, where labels are numbers. */
  readonly classNames?: readonly string[] | undefined;
  readonly filling?: Filling;
  /** Opens files that samples stay in. */
  readonly openFile?: OpenFileView | undefined;
  /** Columns of words that become features. */
  readonly encode?: EncodeSpecs | undefined;
  /** Which features stay; default: all. */
  readonly select?: SelectSpec | undefined;
}

/**
 * Makes a data set of what the readers found: deals the splits, then fits on the training split alone what has to be
 * fitted (words for class numbers, values for missing ones).
 * @throws TrainError `data_corrupt` naming the place
 */
export function assemble(given: SplitBlocks, options: AssembleOptions): Dataset {
  for (const block of Object.values(given)) requireAlike(given.train, block);
  const { rows } = dealt(given, options.split).train;
  if (rows.length === 0)
    throw corrupt(given.train.file, `no sample is left to train on: it holds ${given.train.count}`);
  const { blocks, fillings, encodings } = prepared(given, rows, options);
  const parts = dealt(blocks, options.split);
  const labels = fittedLabels(parts, options);
  const info: DatasetInfo = {
    name: options.name,
    hash: options.hash,
    sizes: {
      train: parts.train.rows.length,
      validation: parts.validation.rows.length,
      test: parts.test.rows.length,
    },
    inputShape: blocks.train.inputShape,
    ...(blocks.train.columns && { columns: blocks.train.columns }),
    ...(fillings && { fillings }),
    ...(encodings && { encodings }),
    ...labels.info,
  };
  const samples = ({ block, rows }: Part) => ({
    x: block.rows ?? block.x,
    y: labels.of(block),
    rows,
  });
  const splits = {
    train: samples(parts.train),
    validation: samples(parts.validation),
    test: samples(parts.test),
  };
  return splitDataset(info, splits, {
    place: placesOf(parts),
    ...(options.openFile && { openFile: options.openFile }),
  });
}

/** Where samples stand; holds on to none of their values. */
function placesOf(parts: Parts): (split: Split, id: number) => string {
  const place = ({ block: { labelAt }, rows }: Part) => ({ labelAt, rows });
  const places = { train: place(parts.train), validation: place(parts.validation), test: place(parts.test) };
  return (split, id) => places[split].labelAt(places[split].rows[id] ?? 0);
}

interface Prepared {
  readonly blocks: SplitBlocks;
  readonly fillings?: readonly number[];
  readonly encodings?: readonly Encoding[];
}

/** Words made numbers, then missing values filled in, then features left out: all as the training rows say. */
function prepared(
  given: SplitBlocks,
  rows: Uint32Array,
  { encode, filling, select, openFile }: AssembleOptions,
): Prepared {
  const encoded: Prepared = encode
    ? encodeWords(given, { rows, specs: encode, openFile })
    : { blocks: given };
  const tableOf = ({ train }: SplitBlocks) => trainingTable(train, rows, openFile);
  const filled: Prepared = {
    ...encoded,
    ...(filling !== undefined && fillMissing(encoded.blocks, tableOf(encoded.blocks), filling)),
  };
  const { blocks, fillings } = filled;
  if (!select) return filled;
  const kept = selectFeatures(tableOf(blocks), { block: blocks.train, ids: rows, spec: select });
  return {
    ...filled,
    blocks: keepFeatures(blocks, kept),
    ...(fillings && { fillings: kept.map((feature) => fillings[feature] as number) }),
  };
}

function dealt(blocks: SplitBlocks, split: SplitSpec): Parts {
  const rows = splitRows(splitFacts(blocks.train, split), split);
  const part = (name: 'validation' | 'test'): Part => {
    const block = blocks[name];
    return block
      ? { block, rows: Uint32Array.from({ length: block.count }, (_, row) => row) }
      : { block: blocks.train, rows: rows[name] };
  };
  return {
    train: { block: blocks.train, rows: rows.train },
    validation: part('validation'),
    test: part('test'),
  };
}

/** @throws TrainError `invalid` when the split asks for what these samples have not */
function splitFacts({ file, count, labels, keys }: SampleBlock, { kind, by }: SplitSpec): SplitFacts {
  if (by !== undefined && !keys)
    throw new TrainError('invalid', `data.config.split.by: ${file} is no table: it has no column "${by}"`);
  const { values } = labels;
  if (kind === 'stratified' && (labels.kind === 'number' || labels.kind === 'boxes'))
    throw new TrainError(
      'invalid',
      `data.config.split.kind: stratified takes labels that are classes, but these are ${labels.kind === 'boxes' ? 'boxes' : 'numbers to predict'}`,
    );
  return {
    count,
    ...(kind === 'stratified' && { classOf: (row) => values[row] as string | number }),
    ...(keys && by !== undefined && { keyOf: (row) => keys[row] as string }),
  };
}

function fittedLabels(
  parts: Parts,
  { classes: wanted, maxBoxes, classNames }: Pick<AssembleOptions, 'classes' | 'maxBoxes' | 'classNames'>,
): FittedLabels {
  const { labels } = parts.train.block;
  if (labels.kind === 'number')
    return {
      info: { labelShape: labels.shape, labelDtype: 'float32' },
      of: (block) => block.labels.values as Float32Array,
    };
  if (labels.kind === 'boxes') return boxLabels(parts, labels.classNames, maxBoxes);
  if (labels.kind === 'category') return categories(parts, labels.values);
  const seen = parts.train.rows.reduce((most, row) => Math.max(most, labels.values[row] as number), 0);
  const classes = wanted ?? seen + 1;
  requireClasses(parts.train, classes);
  for (const { block } of Object.values(parts)) checkClasses(block, classes);
  return {
    info: { labelShape: [], labelDtype: 'int32', classes, ...(classNames && { classNames }) },
    of: (block) => block.labels.values as Int32Array,
  };
}

function checkClasses({ labels, labelAt }: SampleBlock, classes: number): void {
  if (labels.kind !== 'class') return;
  const row = labels.values.findIndex((value) => value < 0 || value >= classes);
  if (row >= 0)
    throw corrupt(
      labelAt(row),
      `the label ${labels.values[row]} is not one of the ${classes} classes 0…${classes - 1}`,
    );
}

function categories(parts: Parts, training: readonly string[]): FittedLabels {
  const classNames = [...new Set(Array.from(parts.train.rows, (row) => training[row] as string))].sort();
  requireClasses(parts.train, classNames.length);
  const numbers = new Map(classNames.map((word, index) => [word, index]));
  const coded = new Map<SampleBlock, Int32Array>();
  for (const { block, rows } of Object.values(parts)) {
    const words = block.labels.values as readonly string[];
    const known = coded.get(block) ?? new Int32Array(block.count);
    for (const row of rows) {
      const word = words[row] as string;
      const code = numbers.get(word);
      if (code === undefined)
        throw corrupt(
          block.labelAt(row),
          `the label ${shown(word)} does not occur in the training split, which has ${listed(classNames)}`,
        );
      known[row] = code;
    }
    coded.set(block, known);
  }
  return {
    info: { labelShape: [], labelDtype: 'int32', classes: classNames.length, classNames },
    of: (block) => coded.get(block) ?? new Int32Array(),
  };
}

function requireClasses({ block }: Part, classes: number): void {
  if (classes < 2)
    throw corrupt(block.file, 'its training samples all have the same label: there is nothing to learn');
  if (classes > LIMITS.dataClasses)
    throw corrupt(
      block.file,
      `its labels make ${classes} classes, more than ${LIMITS.dataClasses}: are they numbers to predict?`,
    );
}
