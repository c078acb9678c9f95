import { TrainError } from '@ringmaster/core';
import type { Dataset } from '../dataset.js';
import { openDataset } from '../open.js';
import { sha256Hex } from '../sha256.js';
import type { FileView, OpenFileView } from './file-view.js';

/** A data set of files, as a test has them. */
export interface FilesCase {
  readonly dataset: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly pieceBytes?: number;
}

/** Files in memory that count how much of them is read. */
export function filesOf({ files, pieceBytes }: Pick<FilesCase, 'files' | 'pieceBytes'>) {
  const reads: number[] = [];
  const open = ({ name }: { readonly name: string }): FileView => {
    const bytes = files[name] ?? new Uint8Array();
    return {
      ...{ name, path: name, version: '1', size: bytes.length },
      ...(pieceBytes !== undefined && { pieceBytes }),
      sha256: () => sha256Hex(bytes),
      readAt(offset, into) {
        reads.push(into.length);
        if (offset + into.length > bytes.length) throw new TrainError('data_corrupt', `${name}: ends`);
        into.set(bytes.subarray(offset, offset + into.length));
      },
      close: () => undefined,
    };
  };
  return { open, reads };
}

export interface OpenedFiles {
  readonly dataset: Dataset;
  /** Bytes of each read of a file by position. */
  readonly reads: number[];
  readonly open: OpenFileView;
}

export async function openedFiles(one: FilesCase, memory?: 'whole' | 'stream'): Promise<OpenedFiles> {
  const { dataset, config, files } = one;
  const { open, reads } = filesOf(one);
  const spec = { dataset, source: 'mine', config: { ...config }, augment: [], ...(memory && { memory }) };
  const source = () => ({
    read: (name: string) => Promise.resolve(files[name] ?? new Uint8Array()),
    view: (name: string) => Promise.resolve(open({ name })),
  });
  return { dataset: await openDataset(spec, { seed: 1, source, openFile: open }), reads, open };
}
