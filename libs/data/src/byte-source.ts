import type { FileView } from './stream/file-view.js';

/** Where the bytes of a data set come from: a directory on a worker, an archive, memory in a test. */
export interface ByteSource {
  /**
   * A whole file. `name` is relative to the data set's directory, with `/` between parts, and never leaves it.
   * @throws TrainError `not_found` when there is no such file.
   */
  read(name: string): Promise<Uint8Array>;
  /** A file to be read by position. Absent where files are no files of this host. */
  view?(name: string): Promise<FileView>;
  /** Names of all files, sorted by code units, hidden ones left out. Absent where only code knows them. */
  list?(): Promise<readonly string[]>;
  /** Called with what will be read, where bringing files here together is faster than one by one. */
  prepare?(names: readonly string[]): Promise<void>;
  /** Of a registered data set: the hash of its manifest, which every file that is read was compared with. */
  readonly hash?: string;
}
