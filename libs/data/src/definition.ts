import type { z } from 'zod';
import type { ByteSource } from './byte-source.js';
import type { Dataset, DatasetInfo } from './dataset.js';
import type { OpenFileView } from './stream/file-view.js';
import type { TokenizerState } from './text/token-facts.js';

/** What a data set says about itself without its bytes: all of {@link DatasetInfo} but the content's hash. */
export type DatasetSummary = Omit<DatasetInfo, 'hash'>;

export interface OpenContext {
  /** What the data is called in messages and results: its name in `data.source`, or the entry's. */
  readonly name: string;
  /** Leading digits of the content's hash that the document asks for. */
  readonly pin?: string;
  /** The files of this data set; generators have none. */
  readonly source: ByteSource;
  /** Whether samples stay in their files; default: where those are large. */
  readonly memory?: 'auto' | 'whole' | 'stream';
  /** Opens files that are read by position; without it all are read whole. */
  readonly openFile?: OpenFileView;
  /** Seeds a generator whose config has no seed of its own. */
  readonly seed: number;
  /** The tokenizer of the model that training begins with. */
  readonly initial?: TokenizerState;
}

/** One entry of the data set registry. */
export interface DatasetEntry {
  readonly name: string;
  readonly summary: string;
  /** Checks and completes the document's `data.config`. */
  readonly config: z.ZodType;
  /** Whether the samples come from files that `data.source` names. */
  readonly takesSource: boolean;
  /** Undefined when only the files can tell. */
  describe(config: unknown): DatasetSummary | undefined;
  open(config: unknown, context: OpenContext): Promise<Dataset>;
}

interface TypedEntry<Schema extends z.ZodType> {
  readonly name: string;
  readonly summary: string;
  readonly config: Schema;
  /** Absent for formats: their `data.source` tells. */
  describe?(config: z.output<Schema>): DatasetSummary;
  open(config: z.output<Schema>, context: OpenContext): Promise<Dataset>;
}

/** Binds an entry's functions to its own schema, so that entries of different configs share one table. */
export function defineDataset<Schema extends z.ZodType>(entry: TypedEntry<Schema>): DatasetEntry {
  return {
    name: entry.name,
    summary: entry.summary,
    config: entry.config,
    takesSource: entry.describe === undefined,
    describe: (config) => entry.describe?.(entry.config.parse(config)),
    open: (config, context) => entry.open(entry.config.parse(config), context),
  };
}
