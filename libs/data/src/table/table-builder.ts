import { LIMITS } from '@ringmaster/contracts';
import { corrupt, shown } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import { GrowingArray } from '../growing-array.js';
import type { TableSink } from './table-sink.js';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number written in decimal, as a float32; undefined when the text is anything else or out of range. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? toFloat32(Number(trimmed)) : undefined;
}

export function toFloat32(value: number): number | undefined {
  const rounded = Math.fround(value);
  return Number.isFinite(rounded) ? rounded : undefined;
}

export type LabelKind = 'category' | 'number';

interface BuilderOptions {
  readonly labelKind: LabelKind;
  /** How messages name the place of a label; default: as line and column of the file. */
  readonly placeOf?: (line: number, column: number) => string;
  /** Values stay in the file: what is gathered is all but them. */
  readonly isIndex?: boolean;
}

/** Gathers the rows of one table; grows as they come. */
export class TableBuilder implements TableSink {
  private readonly values = new GrowingArray((length) => new Float32Array(length));
  private readonly words: string[] = [];
  private readonly knownWords = new Map<string, string>();
  private readonly numbers = new GrowingArray((length) => new Float32Array(length));
  /** Line and column of each row's label. */
  private readonly places = new GrowingArray((length) => new Uint32Array(length));
  private readonly keys: string[] = [];
  private readonly dictionaries = new Map<number, Map<string, number>>();
  /** Of the next value. */
  private column = 0;

  constructor(
    private readonly file: string,
    private readonly columns: readonly string[],
    private readonly o: BuilderOptions,
  ) {}

  /** @throws TrainError `data_corrupt` when the table is too large to be held */
  value(value: number): void {
    this.column = (this.column + 1) % this.columns.length;
    if (this.o.isIndex === true) return;
    if (this.values.length >= LIMITS.dataValues)
      throw corrupt(this.file, `holds more than ${LIMITS.dataValues} values`);
    this.values.push(value);
  }

  /** The value of a column of words: the word's place in the column's dictionary, NaN where it is missing. */
  word(word: string | undefined): void {
    if (word === undefined) return this.value(NaN);
    const places = this.dictionaries.get(this.column) ?? new Map<string, number>();
    this.dictionaries.set(this.column, places);
    const place = places.get(word) ?? places.size;
    if (place >= LIMITS.dataColumns)
      throw corrupt(
        this.file,
        `the column ${shown(this.columns[this.column] ?? '')} holds more than ${LIMITS.dataColumns} different words`,
      );
    if (place === places.size) places.set(ownCopy(word), place);
    this.value(place);
  }

  label(label: string | number, place: { readonly line: number; readonly column: number }): void {
    if (typeof label === 'number') this.numbers.push(label);
    else this.words.push(this.known(label));
    this.places.push(place.line);
    this.places.push(place.column);
  }

  key(key: string): void {
    this.keys.push(ownCopy(key));
  }

  /** @throws TrainError `data_corrupt` when there is no row */
  build(): SampleBlock {
    const { file, columns } = this;
    const { labelKind, placeOf = (line, column) => `${file}:${line}:${column}` } = this.o;
    const places = this.places.take();
    const count = places.length / 2;
    if (count === 0) throw corrupt(file, 'holds no samples');
    return {
      file,
      count,
      inputShape: [columns.length],
      columns,
      ...(this.keys.length > 0 && { keys: this.keys }),
      ...(this.dictionaries.size > 0 && { dictionaries: wordLists(this.dictionaries) }),
      x: this.values.take(),
      labels:
        labelKind === 'category'
          ? { kind: 'category', values: this.words }
          : { kind: 'number', values: this.numbers.take(), shape: [1] },
      labelAt: placesIn(places, placeOf),
    };
  }

  /** Equal labels as one text. */
  private known(label: string): string {
    const known = this.knownWords.get(label);
    if (known !== undefined) return known;
    const copy = ownCopy(label);
    this.knownWords.set(copy, copy);
    return copy;
  }
}

/** A closure of its own, which keeps no values. */
const placesIn =
  (places: Uint32Array, placeOf: (line: number, column: number) => string): SampleBlock['labelAt'] =>
  (row) =>
    placeOf(places[2 * row] as number, places[2 * row + 1] as number);

/** The same text in memory of its own: a piece of a text keeps the whole of it otherwise. */
const ownCopy = (text: string): string => ` ${text}`.slice(1);

const wordLists = (dictionaries: ReadonlyMap<number, ReadonlyMap<string, number>>) =>
  new Map([...dictionaries].map(([column, places]) => [column, [...places.keys()]]));

/** A label as the document wants it. @throws TrainError `data_corrupt` */
export function labelOf(text: string, kind: LabelKind, where: string): string | number {
  if (kind === 'category') return text.trim();
  const value = parseNumber(text);
  if (value === undefined)
    throw corrupt(where, `the label ${shown(text)} is not a number that float32 can hold`);
  return value;
}
