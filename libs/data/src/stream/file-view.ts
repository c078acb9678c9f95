/** Which file is meant, as plain data: another thread of this host finds it by that. */
export interface FileRef {
  /** For messages. */
  readonly name: string;
  /** On this host. */
  readonly path: string;
  /** Differs after any change of the file. */
  readonly version: string;
  /** Bytes. */
  readonly size: number;
}

/** A file that is read by position, and stays the same while it is: a port, since only code for a platform knows files. */
export interface FileView extends FileRef {
  /** Bytes that are read at once by who goes through it, at least 16; default: {@link PIECE_BYTES}. */
  readonly pieceBytes?: number;
  /** Of the whole file, in bounded memory. */
  sha256(): Promise<string>;
  /** Fills `into` with the bytes from `offset` on. @throws TrainError `data_corrupt` when the file ends before, or changed */
  readAt(offset: number, into: Uint8Array): void;
  close(): void;
}

/** Bytes that are read at once by whoever goes through a file. */
export const PIECE_BYTES = 1_048_576;

/** Opens a file again. @throws TrainError `data_corrupt` when it is another one by now | `not_found` */
export type OpenFileView = (file: FileRef) => FileView;

/** Of a view, what may be posted to another thread. */
export const refOf = ({ name, path, version, size }: FileRef): FileRef => ({ name, path, version, size });

/** The first bytes of a file, as many as it has. */
export function headOf(view: FileView, bytes: number): Uint8Array {
  const head = new Uint8Array(Math.min(bytes, view.size));
  view.readAt(0, head);
  return head;
}
