/** Where the bytes of a data set come from: a directory on a worker, an archive, memory in a test. */
export interface ByteSource {
  /**
   * A whole file. `name` is relative to the data set's directory, with `/` between parts, and never leaves it.
   * @throws TrainError `not_found` when there is no such file.
   */
  read(name: string): Promise<Uint8Array>;
}
