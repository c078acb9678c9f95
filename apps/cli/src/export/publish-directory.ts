import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TrainError } from '@ringmaster/core';

/** All that exports consist of: what `--force` may replace. */
const EXPORT_FILES: ReadonlySet<string> = new Set([
  'saved_model.pb',
  'model.onnx',
  'model.npz',
  'model.safetensors',
  'model.json',
  'weights.bin',
  'ringmaster.json',
]);

export interface PublishedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Fills a new directory with `write` and makes it appear as `target`, whole or not at all.
 * @param options.force replaces a directory of an earlier export, and nothing else
 * @throws TrainError `conflict` when something is there
 */
export async function publishDirectory<T>(
  target: string,
  { force }: { readonly force: boolean },
  write: (draft: string) => Promise<T>,
): Promise<{ readonly result: T; readonly files: readonly PublishedFile[] }> {
  await refuseExisting(target, force);
  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    const content = join(draft, 'content');
    await mkdir(content);
    const result = await write(draft);
    const files = await describeFiles(content);
    await refuseExisting(target, force);
    const old = join(draft, 'old');
    if (force && (await exists(target))) await rename(target, old);
    await rename(content, target);
    return { result, files };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Where in a draft the target's files are put. */
export const contentOf = (draft: string): string => join(draft, 'content');

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function refuseExisting(target: string, force: boolean): Promise<void> {
  if (!(await exists(target))) return;
  if (!force)
    throw new TrainError('conflict', `${target} exists; name another directory, or replace it with --force`);
  const names = await readdir(target).catch(() => undefined);
  const foreign = names?.find((name) => !EXPORT_FILES.has(name));
  if (names === undefined || foreign !== undefined)
    throw new TrainError(
      'conflict',
      `${target} ${names ? `holds ${foreign}, which` : 'is a file and'} is not from an export: --force does not remove it`,
    );
}

async function describeFiles(directory: string): Promise<readonly PublishedFile[]> {
  const files: PublishedFile[] = [];
  for (const name of (await readdir(directory)).sort()) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(directory, name)), hash);
    const { size } = await stat(join(directory, name));
    files.push({ name, bytes: size, sha256: hash.digest('hex') });
  }
  return files;
}
