import type { SharedDataset } from './dataset.js';
import { isStreamed, type StreamedRows } from './stream/streamed-rows.js';

type Values = Uint8Array | Uint32Array | Float32Array | Float64Array | Int32Array;

/** The same samples in memory that threads share. What splits have in common is copied once. */
export function inSharedMemory(splits: SharedDataset['splits']): SharedDataset['splits'] {
  const moved = new Map<Values, Values>();
  const move = <T extends Values>(values: T): T => {
    const known = moved.get(values) ?? shared(values);
    moved.set(values, known);
    return known as T;
  };
  const streams = new Map<StreamedRows, StreamedRows>();
  const stream = (rows: StreamedRows): StreamedRows => {
    const files = rows.files.map((file) =>
      'starts' in file ? { ...file, starts: move(file.starts) } : file,
    );
    const known = streams.get(rows) ?? { ...rows, files };
    streams.set(rows, known);
    return known;
  };
  const part = ({ x, y, rows, extras }: SharedDataset['splits']['train']) => ({
    x: isStreamed(x) ? stream(x) : move(x),
    y: move(y),
    rows: move(rows),
    ...(extras && {
      extras: Object.fromEntries(Object.entries(extras).map(([name, values]) => [name, move(values)])),
    }),
  });
  return { train: part(splits.train), validation: part(splits.validation), test: part(splits.test) };
}

function shared(values: Values): Values {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const memory = new SharedArrayBuffer(values.byteLength);
  const copy =
    values instanceof Uint8Array
      ? new Uint8Array(memory)
      : values instanceof Uint32Array
        ? new Uint32Array(memory)
        : values instanceof Float32Array
          ? new Float32Array(memory)
          : values instanceof Float64Array
            ? new Float64Array(memory)
            : new Int32Array(memory);
  copy.set(values);
  return copy;
}
