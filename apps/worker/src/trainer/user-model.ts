import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { ByteSource } from '@ringmaster/data';
import { HOST_MODULES, type ModelEntry, userModelEntry } from '@ringmaster/models';
import * as ownLayers from '@ringmaster/models/layers';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** Directories that code of users was loaded from, in this process; its frames in a stack have names below them. */
const places: string[] = [];

/** True once: a process that ran somebody's code serves nobody else. */
export const hasLoadedCode = (): boolean => places.length > 0;

/**
 * The code of a job, whose hash was compared when the file was read.
 * @throws TrainError as {@link loadUserCode}
 */
export async function loadUserModel(
  { source, file }: NonNullable<ResolvedJob['model']['code']>,
  files: ByteSource | undefined,
): Promise<ModelEntry> {
  if (!files)
    throw new TrainError('not_found', `model.code: the coordinator has no ${source}; submit the job again`);
  return loadUserCode(await files.read(file));
}

/** The same of a file of this machine. */
export const loadCodeFile = async (path: string): Promise<ModelEntry> => loadUserCode(await readFile(path));

/**
 * Loads a module that a user brings, with all the rights of this process: nothing here is a sandbox.
 * @throws TrainError `invalid` naming file and line of its source
 */
async function loadUserCode(bytes: Uint8Array): Promise<ModelEntry> {
  Object.assign(globalThis, {
    [Symbol.for(HOST_MODULES.symbol)]: {
      '@tensorflow/tfjs-core': core,
      '@tensorflow/tfjs-layers': layers,
      '@tensorflow/tfjs': { ...core, ...layers },
      '@ringmaster/models/layers': ownLayers,
    },
  });
  process.setSourceMapsEnabled(true);
  const directory = await mkdtemp(join(tmpdir(), 'ringmaster-code-'));
  places.push(directory);
  try {
    const path = join(directory, 'model.mjs');
    await writeFile(path, bytes, { mode: 0o600 });
    const loaded = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    return userModelEntry(loaded.default, userError);
  } catch (error) {
    throw userError(error) ?? error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What a user's code has thrown, wherever it was called from: with file and line of its source, and not tried again. */
export function userError(error: unknown): TrainError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const place = placeIn(cause.stack ?? '');
    if (place === undefined) continue;
    // What we have refused keeps its code, unless that would be tried again.
    const code = error instanceof TrainError && !error.retryable ? error.code : 'invalid';
    return new TrainError(code, `model.code: ${place}: ${cause.message}`, { cause: error });
  }
  return undefined;
}

/** `my-model.ts:12:5` of the first frame that is the user's. */
function placeIn(stack: string): string | undefined {
  for (const line of stack.split('\n'))
    for (const directory of places) {
      const at = line.indexOf(`${directory}/`);
      if (at >= 0) return line.slice(at + directory.length + 1).replace(/\)$/, '');
    }
  return undefined;
}
