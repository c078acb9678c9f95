import { textOf } from '../table/utf8.js';
import { type FileView, PIECE_BYTES } from './file-view.js';

/** Bytes of the longest character but one: so many may stand between a character's first byte and a cut in it. */
const MOST_BEFORE_CUT = 3;

/** Whether a file holds nothing but blanks from a byte on. @throws TrainError `data_corrupt` naming the byte that is no UTF-8 */
export function isBlankFrom(view: FileView, from: number): boolean {
  for (const text of textFrom(view, from)) if (text.trim() !== '') return false;
  return true;
}

/** @throws TrainError `data_corrupt` naming the first byte, from `from` on, that is no UTF-8 */
export function requireText(view: FileView, from: number): void {
  const pieces = textFrom(view, from);
  while (pieces.next().done !== true);
}

function* textFrom(view: FileView, from: number): Generator<string> {
  const buffer = new Uint8Array(Math.min(view.pieceBytes ?? PIECE_BYTES, view.size - from));
  for (let at = from; at < view.size;) {
    const read = buffer.subarray(0, Math.min(buffer.length, view.size - at));
    view.readAt(at, read);
    const bytes = at + read.length === view.size ? read : read.subarray(0, characterEnd(read));
    yield textOf(view.name, bytes, at);
    at += bytes.length;
  }
}

/** Where the last character begins that may be cut, or the end. */
function characterEnd(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at > 0 && at >= bytes.length - MOST_BEFORE_CUT; at--)
    if ((bytes[at] as number) >= 0xc0) return at;
  return bytes.length;
}
