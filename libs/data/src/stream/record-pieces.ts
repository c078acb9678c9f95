import { LIMITS } from '@ringmaster/contracts';
import { corrupt } from '../files/corrupt.js';
import type { TextPiece } from '../table/text-piece.js';
import { textOf } from '../table/utf8.js';
import { type FileView, PIECE_BYTES } from './file-view.js';
import { isBlankFrom, requireText } from './rest-of-file.js';

const [QUOTE, NEWLINE] = [0x22, 0x0a] as const;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** What ends a record: the end of a line, or one outside of quotes. */
export type RecordEnd = 'line' | 'unquotedLine';

/** Records of a file that follow each other, and where they are. */
export interface RecordPiece extends TextPiece {
  /** Byte of the file at which the first record begins. */
  readonly start: number;
  /** Byte at which each record ends; the next one begins there. */
  readonly ends: readonly number[];
}

/**
 * Gives a file's records in pieces, as text: some of the file is in memory at a time, never all of it. Text that is not
 * UTF-8 is told before anything else that is wrong, as it is of files that are read whole.
 * @throws TrainError `data_corrupt` naming the byte, or the line of a record that is too long; what `read` throws
 */
export function readPieces<Result>(
  view: FileView,
  end: RecordEnd,
  read: (pieces: Iterable<RecordPiece>) => Result,
): Result {
  let at = 0;
  function* pieces(): Generator<RecordPiece> {
    for (const { bytes, ...piece } of bytePieces(view, end)) {
      at = piece.start;
      const text = textOf(view.name, bytes, at);
      at += bytes.length;
      let isOver = false;
      yield { ...piece, text, isBlankAfter: () => (isOver = isBlankFrom(view, at)) };
      if (isOver) return;
    }
  }
  try {
    return read(pieces());
  } catch (error) {
    requireText(view, at);
    throw error;
  }
}

interface BytePiece extends Pick<RecordPiece, 'start' | 'ends' | 'line'> {
  readonly bytes: Uint8Array;
}

/** Cut after the last record that ends within what was read; the rest of it comes with the next piece. */
function* bytePieces(view: FileView, end: RecordEnd): Generator<BytePiece> {
  let start = afterMark(view);
  let [line, held] = [1, 0];
  let buffer = new Uint8Array(Math.min(view.pieceBytes ?? PIECE_BYTES, view.size));
  while (start < view.size) {
    const length = Math.min(buffer.length, view.size - start);
    view.readAt(start + held, buffer.subarray(held, length));
    const isLast = start + length === view.size;
    const { ends, lines } = recordEnds(buffer.subarray(0, length), { end, start, isLast });
    if (ends.length === 0 && length < LIMITS.tableRecordBytes) {
      buffer = enlarged(buffer);
      held = length;
      continue;
    }
    // An open quote is told by whoever reads the piece.
    if (ends.length === 0) ends.push(start + buffer.lastIndexOf(NEWLINE) + 1);
    const next = ends.at(-1) as number;
    if (next === start)
      throw corrupt(`${view.name}:${line}`, `a line of more than ${LIMITS.tableRecordBytes} bytes`);
    yield { start, line, ends, bytes: buffer.subarray(0, next - start) };
    buffer.copyWithin(0, next - start, length);
    [start, line, held] = [next, line + lines, start + length - next];
  }
}

function afterMark(view: FileView): number {
  const head = new Uint8Array(Math.min(BYTE_ORDER_MARK.length, view.size));
  view.readAt(0, head);
  return BYTE_ORDER_MARK.every((byte, i) => head[i] === byte) ? BYTE_ORDER_MARK.length : 0;
}

function enlarged(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(2 * bytes.length, LIMITS.tableRecordBytes));
  larger.set(bytes);
  return larger;
}

interface Cut {
  readonly end: RecordEnd;
  /** Of the bytes in their file. */
  readonly start: number;
  readonly isLast: boolean;
}

/**
 * Where records end, and how many lines those are. In CSV a line ends within quotes when the number of quotes before it is
 * odd: text of which that is not true is refused when it is read.
 */
function recordEnds(
  bytes: Uint8Array,
  { end, start, isLast }: Cut,
): { readonly ends: number[]; readonly lines: number } {
  const ends: number[] = [];
  const quote = end === 'line' ? -1 : QUOTE;
  let isQuoted = false;
  let [lines, linesAtEnd] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === quote) isQuoted = !isQuoted;
    if (byte !== NEWLINE) continue;
    lines++;
    if (isQuoted) continue;
    ends.push(start + at + 1);
    linesAtEnd = lines;
  }
  const size = start + bytes.length;
  if (isLast && ends.at(-1) !== size) ends.push(size);
  return { ends, lines: linesAtEnd };
}
