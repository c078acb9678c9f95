/** Takes a table's rows, each as its values in the order of the features, then its key, then its label. */
export interface TableSink {
  value(value: number): void;
  /** Of a column of words; undefined where it is missing. */
  word(word: string | undefined): void;
  /** The row's value of the column that the split is made by. */
  key(key: string): void;
  label(label: string | number, place: { readonly line: number; readonly column: number }): void;
}
