import { corrupt, shown } from '../files/corrupt.js';
import { type BlockLabels, placesOf, type SampleBlock } from '../files/sample-block.js';
import { decodeImageBytes } from '../images/decode-image.js';
import { type ImageConfig, imageBlock } from '../images/image-block.js';
import { TableBuilder } from '../table/table-builder.js';
import {
  addFeature,
  columnNames,
  readFeatures,
  readKey,
  readLabel,
  type Row,
  type RowOptions,
} from '../table/table-rows.js';
import { type FeatureValues, readExample, text } from './example.js';
import { tfRecords } from './tf-records.js';

export interface TfRecordOptions extends RowOptions, ImageConfig {
  /** The feature that holds an encoded image; without it samples are numbers. */
  readonly image?: string | undefined;
}

interface Example {
  /** For messages. */
  readonly where: string;
  readonly features: ReadonlyMap<string, FeatureValues>;
}

/**
 * Reads a TFRecord file of `tf.train.Example`s: an encoded image, or numbers and lists of numbers, and a label.
 * @throws TrainError `data_corrupt` naming file, record, its first byte, and the feature
 */
export async function readTfRecord(
  name: string,
  bytes: Uint8Array,
  options: TfRecordOptions,
): Promise<SampleBlock> {
  const examples: Example[] = [];
  for (const { at, data } of tfRecords(name, bytes)) {
    const where = `${name}: record ${examples.length} (byte ${at})`;
    examples.push({ where, features: readExample(where, data) });
  }
  if (examples.length === 0) throw corrupt(name, 'holds no records');
  const { image } = options;
  return image === undefined
    ? numbers(name, examples, options)
    : images(name, examples, { ...options, image });
}

function numbers(name: string, examples: readonly Example[], options: TfRecordOptions): SampleBlock {
  const rows = examples.map(rowOf);
  const first = examples[0] as Example;
  const features = readFeatures(first.where, rows[0] as Row, options);
  const where = (row: number) => (examples[row] as Example).where;
  const columns = columnNames(first.where, features);
  const table = new TableBuilder(name, columns, { labelKind: options.labelKind, placeOf: where });
  rows.forEach((row, index) => {
    for (const feature of features) addFeature(table, row, feature, { at: () => where(index), options });
    if (options.key !== undefined) table.key(readKey(row, where(index), options.key));
    table.label(readLabel(row, where(index), options), { line: index, column: 0 });
  });
  return table.build();
}

async function images(
  name: string,
  examples: readonly Example[],
  options: TfRecordOptions & { readonly image: string },
): Promise<SampleBlock> {
  const encoded = ({ where, features }: Example) => {
    const found = features.get(options.image);
    const [bytes] = found?.kind === 'bytes' ? found.values : [];
    if (bytes === undefined)
      throw corrupt(where, `the feature ${shown(options.image)} must hold the bytes of an image`);
    return { name: where, bytes };
  };
  const { key } = options;
  const labels = examples.map((example) => readLabel(rowOf(example), example.where, options));
  return {
    file: name,
    count: examples.length,
    ...(await imageBlock(examples.length, (row) => encoded(examples[row] as Example), {
      ...options,
      decode: decodeImageBytes,
    })),
    ...(key !== undefined && {
      keys: examples.map((example) => readKey(rowOf(example), example.where, key)),
    }),
    labels: labelsOf(labels, options),
    labelAt: placesOf(examples.map(({ where }) => where)),
  };
}

const labelsOf = (labels: readonly (string | number)[], { labelKind }: RowOptions): BlockLabels =>
  labelKind === 'category'
    ? { kind: 'category', values: labels.map(String) }
    : { kind: 'number', values: Float32Array.from(labels.map(Number)), shape: [1] };

/** One value alone, several as a list; texts for bytes that are one. An empty list is a missing value. */
function rowOf({ where, features }: Example): Row {
  return Object.fromEntries(
    [...features].map(([name, { kind, values }]) => {
      if (values.length === 0) return [name, null];
      if (kind === 'numbers') return [name, values.length === 1 ? values[0] : values];
      const [only] = values;
      // What is not asked for may be anything.
      return [name, values.length === 1 ? lazyText(where, only as Uint8Array) : values];
    }),
  );
}

const lazyText = (where: string, bytes: Uint8Array): string | Uint8Array => {
  try {
    return text(where, bytes);
  } catch {
    return bytes;
  }
};
