import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { HomeLayout } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { fileArtifacts, openArtifactStore, parseStoreAddress, writeFileDurably } from '@ringmaster/store';
import type { ArtifactStore } from '@ringmaster/training';
import { z } from 'zod';

/** What a home remembers of the store that it was first started with. */
const StoreRecord = z.strictObject({
  version: z.literal(1),
  address: z.string(),
  /** Directory, or part of the keys, that is this home's alone. */
  namespace: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
});
type StoreRecord = z.output<typeof StoreRecord>;

export interface OpenedArtifacts {
  readonly artifacts: ArtifactStore;
  /** Outside the home directory. */
  readonly isRemote: boolean;
  /** For people. */
  readonly label: string;
}

/**
 * The home's own directory, or the store that it was given. A home keeps its first choice: what jobs have stored would
 * not be found elsewhere.
 * @throws TrainError `conflict` when another store was chosen before; what opening the store throws
 */
export async function openArtifacts(home: HomeLayout, wanted: string | undefined): Promise<OpenedArtifacts> {
  const known = await readRecord(home.artifactStore);
  if (wanted !== undefined) await checkChoice(home, known, wanted);
  const address = wanted ?? known?.address;
  if (address === undefined)
    return { artifacts: fileArtifacts(home.artifactsDir), isRemote: false, label: home.artifactsDir };
  const parsed = parseStoreAddress(address);
  const namespace = known?.namespace ?? `home-${randomBytes(6).toString('hex')}`;
  const artifacts = await openArtifactStore(parsed, { namespace, isKnown: known !== undefined });
  if (!known) {
    const record: StoreRecord = { version: 1, address, namespace };
    await writeFileDurably(home.artifactStore, `${JSON.stringify(record, null, 2)}\n`);
  }
  return { artifacts, isRemote: true, label: address };
}

async function checkChoice(home: HomeLayout, known: StoreRecord | undefined, wanted: string): Promise<void> {
  if (known?.address === wanted) return;
  const jobs = (await readdir(home.logDir).catch(() => [])).filter((name) => name.endsWith('.jsonl')).length;
  if (!known && jobs === 0) return;
  parseStoreAddress(wanted);
  throw new TrainError(
    'conflict',
    `this home keeps the artifacts of its ${jobs} jobs in ${known?.address ?? home.artifactsDir}, not in ${wanted}: ` +
      `leave --artifacts and RINGMASTER_ARTIFACTS out, or use another --home`,
  );
}

async function readRecord(path: string): Promise<StoreRecord | undefined> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  });
  if (text === undefined) return undefined;
  try {
    return StoreRecord.parse(JSON.parse(text));
  } catch (cause) {
    throw new TrainError('invalid', `${path} does not say where artifacts are; restore it from a backup`, {
      cause,
    });
  }
}
