import { assert } from '@ringmaster/core';
import { codeOf, type Encoding, featuresOf, featureValue } from '../encode/encoding.js';
import type { TableSink } from '../table/table-sink.js';

/** How a row of a table becomes a sample, in this order, as the training rows said. Plain data. */
export interface Preparation {
  /** Values of a row once its words are features. */
  readonly width: number;
  /** What becomes of each column's words, where it holds some. */
  readonly encodings?: readonly (Encoding | undefined)[];
  /** What stands in for a missing value. */
  readonly fillings?: readonly number[];
  /** Which values stay; default: all. */
  readonly kept?: readonly number[];
}

/** Makes samples of the rows that a reader puts into its sink. */
export function preparedSample({ width, encodings = [], fillings, kept }: Preparation) {
  const values = new Float32Array(width);
  const widths = encodings.map((encoding) => encoding && featuresOf(encoding).length);
  let [column, at] = [0, 0];
  const sink: TableSink = {
    value(value) {
      values[at++] = value;
      column++;
    },
    word(word) {
      const encoding = encodings[column];
      const code = encoding && codeOf(encoding, word);
      assert(encoding && typeof code === 'number', 'words were checked when their file was opened');
      for (let index = 0; index < (widths[column] as number); index++)
        values[at++] = featureValue(encoding, index, code);
      column++;
    },
    key: () => undefined,
    label: () => undefined,
  };
  return {
    fill(into: Float32Array | Int32Array, read: (sink: TableSink) => void): void {
      [column, at] = [0, 0];
      read(sink);
      if (fillings)
        for (let i = 0; i < width; i++) if (Number.isNaN(values[i])) values[i] = fillings[i] as number;
      if (kept) for (let i = 0; i < kept.length; i++) into[i] = values[kept[i] as number] as number;
      else into.set(values);
    },
  };
}
