import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import {
  type CheckpointSpool,
  type CheckpointStore,
  readSpooled,
  type SpooledFacts,
  type SpoolEntry,
  spoolName,
} from '@ringmaster/training';
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

export interface SpoolOptions {
  /** Private to one agent. */
  readonly dir: string;
  /** Of all entries together; default `LIMITS.spoolBytes`. */
  readonly maxBytes?: number;
}

const FACTS = 'entry.json';
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
    checkpoints: (entry, signal) => readSpooled(storeOf(dir, entry), join(dir, entry.name), signal),
    remove: ({ name }) => removePlace(dir, name),
  };
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
