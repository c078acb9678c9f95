import { LIMITS } from '@ringmaster/contracts';
import { corrupt, shown } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';

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

/** Gathers the rows of one table; grows as they come. */
export class TableBuilder {
  private values = new Float32Array(1_024);
  private readonly words: string[] = [];
  private readonly numbers: number[] = [];
  /** Line and column of each row's label. */
  private readonly places: number[] = [];
  private readonly keys: string[] = [];
  private readonly dictionaries = new Map<number, Map<string, number>>();
  private length = 0;

  constructor(
    private readonly file: string,
    private readonly columns: readonly string[],
    private readonly labelKind: LabelKind,
    /** How messages name the place of a label. */
    private readonly placeOf = (line: number, column: number) => `${file}:${line}:${column}`,
  ) {}

  /** @throws TrainError `data_corrupt` when the table is too large to be held */
  value(value: number): void {
    if (this.length === this.values.length) {
      if (this.length >= LIMITS.dataValues)
        throw corrupt(this.file, `holds more than ${LIMITS.dataValues} values`);
      const larger = new Float32Array(Math.min(2 * this.length, LIMITS.dataValues));
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  /** The value of a column of words: the word's place in the column's dictionary, NaN where it is missing. */
  word(word: string | undefined): void {
    if (word === undefined) return this.value(NaN);
    const column = this.length % this.columns.length;
    const places = this.dictionaries.get(column) ?? new Map<string, number>();
    this.dictionaries.set(column, places);
    const place = places.get(word) ?? places.size;
    if (place >= LIMITS.dataColumns)
      throw corrupt(
        this.file,
        `the column ${shown(this.columns[column] ?? '')} holds more than ${LIMITS.dataColumns} different words`,
      );
    places.set(word, place);
    this.value(place);
  }

  label(label: string | number, place: { readonly line: number; readonly column: number }): void {
    if (typeof label === 'number') this.numbers.push(label);
    else this.words.push(label);
    this.places.push(place.line, place.column);
  }

  /** The row's value of the column that the split is made by. */
  key(key: string): void {
    this.keys.push(key);
  }

  /** @throws TrainError `data_corrupt` when there is no row */
  build(): SampleBlock {
    const { file, columns, placeOf } = this;
    const places = Uint32Array.from(this.places);
    const count = places.length / 2;
    if (count === 0) throw corrupt(file, 'holds no samples');
    return {
      file,
      count,
      inputShape: [columns.length],
      columns,
      ...(this.keys.length > 0 && { keys: this.keys }),
      ...(this.dictionaries.size > 0 && { dictionaries: wordLists(this.dictionaries) }),
      x: this.values.slice(0, this.length),
      labels:
        this.labelKind === 'category'
          ? { kind: 'category', values: this.words }
          : { kind: 'number', values: Float32Array.from(this.numbers), shape: [1] },
      labelAt: (row) => placeOf(places[2 * row] as number, places[2 * row + 1] as number),
    };
  }
}

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
