import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactView, ModelEntry, ModelRef, ModelRemoval, ModelVersion } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import {
  EMPTY_REGISTRY,
  encodeRegistry,
  entriesOf,
  entryOf,
  parseRegistry,
  type RegistryState,
  resolveRef,
  withoutRef,
  withTag,
} from '@ringmaster/serving';
import type { ArtifactBody, OpenArtifact } from '@ringmaster/training';
import { fileArtifacts } from '../artifacts/file-artifacts.js';
import { fileFailure, syncDirectory, systemCode, writeFileDurably } from '../durable-files.js';

/** A file to be registered, and how to get at its bytes. */
export interface ModelSourceFile extends ArtifactView {
  open(): Promise<ArtifactBody>;
}

/** What is written down about a version besides its files. */
export type ModelFacts = Omit<ModelVersion, 'version' | 'files'>;

export interface RegisterRequest {
  readonly name: string;
  readonly tag: string;
  readonly facts: ModelFacts;
  readonly files: readonly ModelSourceFile[];
}

/** Models that stay. Every change is durable when it resolves; a killed process leaves the state before or after it. */
export interface ModelRegistry {
  /** By name, newest version first. @throws TrainError `artifact_corrupt`, as every method */
  list(): Promise<readonly ModelEntry[]>;
  /** @throws TrainError `not_found` | `conflict` */
  resolve(ref: ModelRef): Promise<ModelEntry>;
  /** Copies the files, unless the version is there, and moves the tag. @throws TrainError `disk_full` | `artifact_corrupt` */
  register(request: RegisterRequest): Promise<{ readonly entry: ModelEntry; readonly created: boolean }>;
  /** Puts a tag on a version that is registered. */
  retag(ref: ModelRef, name: string, tag: string): Promise<ModelEntry>;
  /** @throws TrainError `conflict` when a version would go and `force` is not said */
  remove(ref: ModelRef, force: boolean): Promise<ModelRemoval>;
  /** One file of a version. @throws TrainError `not_found` */
  file(ref: ModelRef, name: string): Promise<OpenArtifact>;
}

const FILE = 'registry.json';
/** Directory of a version: as long as an artifact store takes, and still collision-free. */
const directoryOf = (version: string): string => version.slice(0, 48);

/** The hash that names a version: it stands for the names and contents of its files. */
export function modelVersionOf(files: readonly ArtifactView[]): string {
  const lines = files.map(({ name, sha256 }) => `${name}:${sha256}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** A registry in a directory of this process alone; it owns the bytes of what it holds. */
export function fileModelRegistry(directory: string): ModelRegistry {
  const files = fileArtifacts(directory);
  const path = join(directory, FILE);
  let loading: Promise<RegistryState> | undefined;
  let tail: Promise<unknown> = Promise.resolve();

  const state = (): Promise<RegistryState> => {
    loading ??= load(directory, path).catch((cause: unknown) => {
      loading = undefined;
      throw cause;
    });
    return loading;
  };
  const write = async (next: RegistryState): Promise<void> => {
    await writeFileDurably(path, encodeRegistry(next));
    loading = Promise.resolve(next);
  };
  const serial = <T>(action: (before: RegistryState) => Promise<T>): Promise<T> => {
    const run = tail.then(async () => action(await state()));
    tail = run.catch(() => undefined);
    return run;
  };

  const copy = async (version: string, sources: readonly ModelSourceFile[]): Promise<void> => {
    const into = directoryOf(version);
    // What a killed process left of an earlier try.
    await rm(join(directory, into), { recursive: true, force: true });
    for (const { name, sha256, open } of sources) await files.put(into, name, await open(), { sha256 });
    await syncDirectory(directory);
  };

  return {
    list: async () => entriesOf(await state()),
    resolve: async (ref) => resolveRef(await state(), ref),
    register: ({ name, tag, facts, files: sources }) =>
      serial(async (before) => {
        const hash = modelVersionOf(sources);
        const created = !Object.hasOwn(before.versions, hash);
        if (created) await copy(hash, sources);
        const listed = sources.map(({ name: file, bytes, sha256 }) => ({ name: file, bytes, sha256 }));
        const version = { ...facts, version: hash, files: listed };
        const next = withTag(before, { name, tag, version });
        await write(next);
        return { entry: entryOf(next, name, hash), created };
      }),
    retag: (ref, name, tag) =>
      serial(async (before) => {
        const { version } = resolveRef(before, ref);
        const next = withTag(before, { name, tag, version });
        await write(next);
        return entryOf(next, name, version.version);
      }),
    remove: (ref, force) =>
      serial(async (before) => {
        const { state: next, removal, unused } = withoutRef(before, ref, force);
        await write(next);
        if (unused !== undefined)
          await rm(join(directory, directoryOf(unused)), { recursive: true, force: true });
        return removal;
      }),
    async file(ref, name) {
      const { version } = resolveRef(await state(), ref);
      if (version.files.some((file) => file.name === name))
        return files.get(directoryOf(version.version), name);
      throw new TrainError(
        'not_found',
        `model ${ref.name} has no file ${JSON.stringify(name.slice(0, 80))}; it has ${version.files.map((file) => file.name).join(', ')}`,
      );
    },
  };
}

async function load(directory: string, path: string): Promise<RegistryState> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return undefined;
    throw fileFailure(cause, `reading ${path}`);
  });
  // Without its file nobody knows what the directories are: it may come back, from a backup.
  if (text === undefined) return EMPTY_REGISTRY;
  const state = parseRegistry(path, text);
  await sweep(directory, state);
  return state;
}

/** Removes files of versions that were never written down, or are no longer: a process was killed in between. */
async function sweep(directory: string, { versions }: RegistryState): Promise<void> {
  const held = new Set(Object.keys(versions).map(directoryOf));
  for (const entry of await readdir(directory, { withFileTypes: true }))
    if (entry.isDirectory() && /^[0-9a-f]{48}$/.test(entry.name) && !held.has(entry.name))
      await rm(join(directory, entry.name), { recursive: true, force: true });
}
