import { type FileView, PIECE_BYTES } from './file-view.js';

/** A view for reading a file from front to back in small parts: it reads ahead. */
export function readAhead(view: FileView): FileView {
  const window = new Uint8Array(Math.min(view.pieceBytes ?? PIECE_BYTES, view.size));
  let [start, length] = [0, 0];
  return {
    ...view,
    readAt(offset, into) {
      if (into.length > window.length) return view.readAt(offset, into);
      if (offset < start || offset + into.length > start + length) {
        [start, length] = [offset, Math.min(window.length, view.size - offset)];
        if (length < into.length) return view.readAt(offset, into);
        view.readAt(start, window.subarray(0, length));
      }
      into.set(window.subarray(offset - start, offset - start + into.length));
    },
  };
}
