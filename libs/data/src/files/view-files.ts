import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { OpenContext } from '../definition.js';
import { type FileView, headOf } from '../stream/file-view.js';
import { isGzip } from './gzip.js';
import { identityOf } from './load-files.js';

/** Files that are read by position. */
export interface ViewedFiles {
  /** Identity of the content, as of files that are read whole. */
  readonly hash: string;
  view(name: string): FileView;
  close(): void;
}

interface ViewOptions {
  /** Why they are read whole whatever the document says; undefined where they need not be. */
  readonly whole: string | undefined;
  /** SHA-256 of the files that are meant, by name, where only those will do. */
  readonly published?: Readonly<Record<string, string>> | undefined;
}

/**
 * The files of a data set whose samples stay in them, hashed and compared with what the document asks for; undefined
 * where they are to be read whole: small ones, unless the document says `data.memory: stream`, gzipped ones, and all where
 * the document says `whole` or nobody can read them by position.
 * @throws TrainError `invalid` when the document wants what the format, or the file, does not allow
 */
export async function viewFiles(
  context: OpenContext,
  names: readonly string[],
  { whole, published = {} }: ViewOptions,
): Promise<ViewedFiles | undefined> {
  const { memory = 'auto', source, openFile } = context;
  if (memory === 'stream' && whole !== undefined) throw new TrainError('invalid', `data.memory: ${whole}`);
  if (memory === 'whole' || whole !== undefined || !source.view || !openFile) return undefined;
  await source.prepare?.(names);
  const views = new Map<string, FileView>();
  const close = () => views.forEach((view) => view.close());
  try {
    for (const name of names) views.set(name, await source.view(name));
    if (!isStreamed([...views.values()], memory)) {
      close();
      return undefined;
    }
    const hashes: Record<string, { sha256: string }> = {};
    for (const [name, view] of views) hashes[name] = { sha256: await view.sha256() };
    const hash = await identityOf(context, hashes, published);
    return { hash, view: (name) => viewOf(views, name), close };
  } catch (error) {
    close();
    throw error;
  }
}

function isStreamed(views: readonly FileView[], memory: 'auto' | 'stream'): boolean {
  const packed = views.find((view) => isGzip(headOf(view, 2)));
  if (packed && memory === 'stream')
    throw new TrainError(
      'invalid',
      `data.memory: ${packed.name} is gzipped, so nobody can read it by position: unpack it, or leave data.memory out`,
    );
  const bytes = views.reduce((sum, { size }) => sum + size, 0);
  return !packed && (memory === 'stream' || bytes > LIMITS.dataWholeBytes);
}

function viewOf(views: ReadonlyMap<string, FileView>, name: string): FileView {
  const view = views.get(name);
  if (!view) throw new TrainError('internal', `the file "${name}" was not opened`);
  return view;
}
