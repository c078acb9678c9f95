import type { Encoding } from './encode/encoding.js';
import type { StreamedRows } from './stream/streamed-rows.js';
import type { TokenFacts } from './text/token-facts.js';

/** A dense block of values. `data` is row-major; `shape[0]` counts samples. */
export interface Column {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly data: Float32Array | Int32Array;
}

/** Samples as the step computes them. A batch may be empty (`count` 0). */
export interface Batch {
  readonly count: number;
  readonly x: Column;
  readonly y: Column;
  /**
   * Further columns by name. Those that are called like an input of the model are fed to it (decoder tokens, an attention
   * mask); all of them reach the task. `weight` [n] weighs samples, `mask` [n, …] the elements of their labels.
   */
  readonly extras?: Readonly<Record<string, Column>>;
}

/** What one sample has of a further column. */
export interface ColumnFacts {
  /** Without the batch dimension. */
  readonly shape: readonly number[];
  readonly dtype: Column['dtype'];
}

/** What a data set gave, and of which samples: the reader's own word, taken while it copies, whatever was asked for. */
export interface DeliveredBatch extends Batch {
  /** The id of each row. */
  readonly ids: Uint32Array;
}

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

export interface DatasetInfo {
  readonly name: string;
  /** Hash of the content; part of what a run is. */
  readonly hash: string;
  /** Samples of each split; ids are 0…n-1 within a split. */
  readonly sizes: Readonly<Record<Split, number>>;
  /** Shape of one sample without the batch dimension. */
  readonly inputShape: readonly number[];
  /** int32 for tokens and other numbers that are names; those are never scaled. Default float32. */
  readonly inputDtype?: Column['dtype'];
  /** Of `Batch.extras`. */
  readonly extras?: Readonly<Record<string, ColumnFacts>>;
  /** Shape of one label without the batch dimension ([] for a class number). */
  readonly labelShape: readonly number[];
  readonly labelDtype: 'float32' | 'int32';
  /** Number of classes, where labels are classes: of samples, pixels or tokens. */
  readonly classes?: number;
  /** What each class is called, where the data set's labels are words. */
  readonly classNames?: readonly string[];
  /** Names of the features in the model's order, where the data set is a table. */
  readonly columns?: readonly string[];
  /** What its tokens mean, where it is one of tokens. */
  readonly tokens?: TokenFacts;
  /** How columns of words became features, where the data set is a table with some. */
  readonly encodings?: readonly Encoding[];
  /** What stood in for missing values, by feature, where some may be missing. */
  readonly fillings?: readonly number[];
}

/** An opened data set. `read` copies; it may be called with any ids, any number of times, in any order. */
export interface Dataset {
  readonly info: DatasetInfo;
  /** @throws TrainError `data_corrupt` naming file and byte or line. */
  read(split: Split, ids: Uint32Array): DeliveredBatch;
  /** Where a sample comes from, as messages name it: a file, with line or byte. Absent where it comes from no file. */
  place?(split: Split, id: number): string;
  /** True where samples stay in files, which must stay as they are until it is closed. */
  readonly readsFiles?: boolean;
  /**
   * What another thread needs to read the same samples (`openShared`), in memory that both have. Absent where samples
   * are made by code.
   */
  share?(): SharedDataset;
  close(): void;
}

/** A data set as plain data that may be posted to another thread; large arrays lie in shared memory. */
export interface SharedDataset {
  readonly info: DatasetInfo;
  readonly splits: Readonly<Record<Split, SplitSamples>>;
}

/** All samples of a data set, the splits one after the other: training, validation, test. */
export interface MemorySamples {
  /** Bytes stand for value ÷ 255; int32 where `inputDtype` says so. Or rows of files. */
  readonly x: Uint8Array | Float32Array | Int32Array | StreamedRows;
  readonly y: Int32Array | Float32Array;
  /** Of every column that `DatasetInfo.extras` names. */
  readonly extras?: Readonly<Record<string, Int32Array | Float32Array>>;
}

/** The samples of one split: rows of a block that splits may share. */
export interface SplitSamples extends MemorySamples {
  /** The row of each id. */
  readonly rows: Uint32Array;
}
