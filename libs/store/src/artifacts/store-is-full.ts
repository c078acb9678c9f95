import { statfs } from 'node:fs/promises';
import { TrainError } from '@ringmaster/core';
import { systemCode } from '../durable-files.js';

/** `disk_full`, with the directory, what had arrived, and what is left, in bytes. */
export async function storeIsFull(full: {
  readonly directory: string;
  readonly name: string;
  readonly arrivedBytes: number;
  readonly cause: unknown;
}): Promise<TrainError> {
  const { directory, name, arrivedBytes, cause } = full;
  const space = await statfs(directory).catch(() => undefined);
  const freeBytes = space && space.bavail * space.bsize;
  const totalBytes = space && space.blocks * space.bsize;
  const left = space ? `, ${freeBytes} of ${totalBytes} bytes are free` : '';
  return new TrainError(
    'disk_full',
    `storing artifact ${name}: the store in ${directory} has no room (${systemCode(cause)}) for the ` +
      `${arrivedBytes} bytes or more that it takes${left}; free some space, or run: ringmaster gc --help`,
    { cause, details: { store: directory, arrivedBytes, ...(space && { freeBytes, totalBytes }) } },
  );
}
