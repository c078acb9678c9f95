import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { type CheckpointStore, parseManifest, type StoredFile } from '@ringmaster/training';
import { z } from 'zod';
import { fileArtifacts } from '../artifacts/file-artifacts.js';
import { fileCheckpointStore } from '../checkpoints/file-checkpoint-store.js';
import { syncDirectory, systemCode, writeFileDurably } from '../durable-files.js';

const Count = z.int().min(0);

const Facts = z.strictObject({
  version: z.literal(1),
  jobId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  attempt: z.int().positive(),
  rank: Count,
  slot: Count,
  generation: z.strictObject({ epoch: Count, n: Count, nonce: z.string() }),
  artifactsToken: z.string().min(1),
});

/** Whose checkpoint it is, and what lets it into the store. */
export type SpooledFacts = Omit<z.output<typeof Facts>, 'version'>;

export interface SpoolOptions {
  /** Private to one agent. */
  readonly dir: string;
  /** Of all entries together; default `LIMITS.spoolBytes`. */
  readonly maxBytes?: number;
}

/** What one rank has left. */
export interface SpoolEntry {
  /** `<jobId>.<attempt>.<rank>`, a directory below the spool's. */
  readonly name: string;
  readonly facts: SpooledFacts;
}

export interface SpooledCheckpoint {
  readonly step: number;
  readonly manifest: Uint8Array;
  readonly files: readonly StoredFile[];
}

/** Checkpoints on this host that no coordinator has yet. */
export interface CheckpointSpool {
  readonly dir: string;
  /** Those that are too old are removed first; those that do not say whose they are come as a problem, for people. */
  entries(nowMs: number): Promise<{
    readonly entries: readonly SpoolEntry[];
    readonly removed: readonly string[];
    readonly problems: readonly string[];
  }>;
  /**
   * Its checkpoints in ascending order, every byte compared with the hashes of its manifest.
   * @throws TrainError `artifact_corrupt` naming entry and file
   */
  checkpoints(entry: SpoolEntry, signal: AbortSignal): AsyncGenerator<SpooledCheckpoint>;
  remove(entry: SpoolEntry): Promise<void>;
}

const FACTS = 'entry.json';
/** Of the entry of a rank. */
export const spoolName = ({
  jobId,
  attempt,
  rank,
}: Pick<SpooledFacts, 'jobId' | 'attempt' | 'rank'>): string => `${jobId}.${attempt}.${rank}`;
const storeOf = (dir: string, { name, facts }: SpoolEntry): CheckpointStore =>
  fileCheckpointStore(fileArtifacts(join(dir, name)), facts.jobId);

/**
 * Where a rank saves while no coordinator is there: the same files as in the artifact store, each written to a temporary
 * file, synced and renamed, the manifest last. `save` throws `disk_full` when the spool has no room.
 */
export function spooledCheckpoints(
  { dir, maxBytes = LIMITS.spoolBytes }: SpoolOptions,
  facts: SpooledFacts,
): CheckpointStore {
  const name = spoolName(facts);
  const store = storeOf(dir, { name, facts });
  return {
    ...store,
    async save(step, files, manifest, signal) {
      const place = join(dir, name);
      const wanted = files.reduce((sum, { bytes }) => sum + bytes.byteLength, manifest.byteLength);
      const held = await bytesBelow(dir);
      if (held + wanted > maxBytes)
        throw new TrainError(
          'disk_full',
          `the checkpoint of step ${step} (${wanted} bytes) does not fit into ${dir}, which holds ${held} of at most ${maxBytes} bytes; ` +
            'a worker that reaches its coordinator empties it',
        );
      await mkdir(place, { recursive: true, mode: 0o700 });
      for (const path of [dirname(dir), dir]) await syncDirectory(path);
      await writeFileDurably(join(place, FACTS), JSON.stringify({ version: 1, ...facts }));
      await store.save(step, files, manifest, signal);
    },
  };
}

export function checkpointSpool({ dir }: SpoolOptions): CheckpointSpool {
  return {
    dir,
    async entries(nowMs) {
      const found = { entries: [] as SpoolEntry[], removed: [] as string[], problems: [] as string[] };
      for (const name of await namesIn(dir)) {
        const { mtimeMs } = await stat(join(dir, name));
        if (nowMs - mtimeMs > LIMITS.spoolKeepMs) {
          await removePlace(dir, name);
          found.removed.push(name);
          continue;
        }
        const facts = await readFacts(join(dir, name, FACTS)).catch((error: unknown) =>
          found.problems.push(`${join(dir, name)}: ${TrainError.from(error).message}`),
        );
        if (typeof facts === 'object') found.entries.push({ name, facts });
      }
      return found;
    },
    async *checkpoints(entry, signal) {
      const store = storeOf(dir, entry);
      const place = join(dir, entry.name);
      const steps = await store.list(signal);
      if (steps.length === 0)
        throw new TrainError(
          'artifact_corrupt',
          `${place}: no checkpoint is complete: there is no manifest, its rank was interrupted`,
        );
      for (const step of steps) yield await read(store, { step, place, signal });
    },
    remove: ({ name }) => removePlace(dir, name),
  };
}

async function read(
  store: CheckpointStore,
  { step, place, signal }: { readonly step: number; readonly place: string; readonly signal: AbortSignal },
): Promise<SpooledCheckpoint> {
  try {
    const { manifest, files } = await store.load(step, signal);
    const said = parseManifest(manifest).step;
    if (said !== step)
      throw new TrainError(
        'artifact_corrupt',
        `manifest.json of step ${step} says that it is of step ${said}`,
      );
    return { step, manifest, files: [...files].map(([name, bytes]) => ({ name, bytes })) };
  } catch (cause) {
    const { code, message } = TrainError.from(cause);
    throw new TrainError(code, `${place}: ${message}`, { cause });
  }
}

async function namesIn(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw cause;
  });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
}

async function readFacts(path: string): Promise<SpooledFacts> {
  const parsed = Facts.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!parsed.success) throw new TrainError('artifact_corrupt', `${FACTS}: ${z.prettifyError(parsed.error)}`);
  const { version: _, ...facts } = parsed.data;
  return facts;
}

async function removePlace(dir: string, name: string): Promise<void> {
  await rm(join(dir, name), { recursive: true, force: true });
  await syncDirectory(dir);
}

async function bytesBelow(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
