import { constants, type Stats } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { TrainError } from '@ringmaster/core';
import {
  type ArtifactInfo,
  type ArtifactSize,
  type ArtifactStore,
  checkArtifactName,
  type OpenArtifact,
} from '@ringmaster/training';
import { fileFailure, syncDirectory, systemCode } from '../durable-files.js';
import { digestOf, digestPath } from './artifact-digest.js';
import { artifactPath, jobDirectory } from './artifact-name.js';
import { type LineAppender, lineAppender } from './line-appender.js';
import { publishFile, sweepTemporaries } from './publish-file.js';

/** Artifacts in a directory; logs may be appended to as well. */
export interface FileArtifacts extends ArtifactStore {
  /** An open file is behind the stream: read it to its end, or destroy it. */
  get(jobId: string, name: string): Promise<OpenArtifact & { readonly stream: Readable }>;
  /** Adds a line to a log within `LIMITS.appendFlushMs`. False when it was dropped because the disk cannot keep up. */
  appendLine(jobId: string, name: string, line: string): boolean;
  /** Resolves when all appended lines are in their files. @throws TrainError `disk_full` | `unavailable` */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface FileArtifactsOptions {
  /**
   * Refuse to write when the root is not there, instead of making it: a directory that is mounted from elsewhere
   * must not be replaced by one of the local disk when the mount is gone. Default false.
   */
  readonly isMounted?: boolean;
}

/** Artifacts below `<root>/<jobId>/`. Several processes may share a root; each name has one writer at a time. */
export function fileArtifacts(root: string, { isMounted = false }: FileArtifactsOptions = {}): FileArtifacts {
  const appenders = new Map<string, LineAppender>();
  const swept = new Set<string>();
  const flush = async () => {
    const results = await Promise.allSettled([...appenders.values()].map((appender) => appender.flush()));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  };
  return {
    put: async (jobId, name, body, options = {}) => {
      const directory = jobDirectory(root, jobId);
      const path = artifactPath(directory, name);
      if (isMounted) await requireRoot(root, name);
      if (!swept.has(jobId)) await sweepTemporaries(directory);
      swept.add(jobId);
      return { name, ...(await publishFile({ directory, path, name, body, ...options })) };
    },
    get: async (jobId, name) => {
      const path = artifactPath(jobDirectory(root, jobId), name);
      await appenders.get(path)?.flush();
      return openArtifact(path, name, jobId);
    },
    list: async (jobId, prefix = '') => {
      await flush();
      return describeAll(jobDirectory(root, jobId), prefix, describe);
    },
    sizes: async (jobId, prefix = '') => {
      await flush();
      return describeAll(jobDirectory(root, jobId), prefix, async ({ stats, name }) => sizeOf(name, stats));
    },
    remove: (jobId, name) => removeArtifact(jobDirectory(root, jobId), name),
    removeAll: async (jobId) => {
      const directory = jobDirectory(root, jobId);
      swept.delete(jobId);
      return removeTree(directory);
    },
    appendLine: (jobId, name, line) => {
      const path = artifactPath(jobDirectory(root, jobId), name);
      let appender = appenders.get(path);
      if (appender === undefined) appenders.set(path, (appender = lineAppender(path)));
      return appender.append(line);
    },
    flush,
    close: flush,
  };
}

async function openArtifact(
  path: string,
  name: string,
  jobId: string,
): Promise<OpenArtifact & { readonly stream: Readable }> {
  const absent = () => new TrainError('not_found', `job ${jobId} has no artifact ${name}`);
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch((cause: unknown) => {
    const code = systemCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') throw absent();
    throw fileFailure(cause, `opening artifact ${name}`);
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw absent();
    const sha256 = await digestOf(path, stats);
    // A growing log may have grown since: the stream ends where the announced bytes end.
    const stream =
      stats.size > 0
        ? handle.createReadStream({ end: stats.size - 1 })
        : handle.createReadStream({ start: 0 });
    return { ...sizeOf(name, stats), sha256, stream };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

interface Found {
  readonly path: string;
  readonly name: string;
  readonly stats: Stats;
}

const sizeOf = (name: string, stats: Stats): ArtifactSize => ({
  name,
  bytes: stats.size,
  modifiedAt: stats.mtime.toISOString(),
});

const describe = async ({ path, name, stats }: Found): Promise<ArtifactInfo> => ({
  ...sizeOf(name, stats),
  sha256: await digestOf(path, stats),
});

/** By name. What vanishes meanwhile is left out. */
async function describeAll<T extends ArtifactSize>(
  directory: string,
  prefix: string,
  describeOne: (found: Found) => Promise<T>,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (const name of await namesBelow(directory, prefix)) {
    const path = artifactPath(directory, name);
    try {
      all.push(await describeOne({ path, name, stats: await stat(path) }));
    } catch (cause) {
      if (systemCode(cause) !== 'ENOENT') throw fileFailure(cause, `reading artifact ${name}`);
    }
  }
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function requireRoot(root: string, name: string): Promise<void> {
  const found = await stat(root).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new TrainError(
    'unavailable',
    `storing artifact ${name}: the store's directory ${root} is gone; is it still mounted?`,
    { details: { store: root } },
  );
}

async function namesBelow(directory: string, prefix: string): Promise<readonly string[]> {
  const names: string[] = [];
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(join(directory, below), { withFileTypes: true }).catch((cause: unknown) => {
      if (systemCode(cause) === 'ENOENT') return [];
      throw fileFailure(cause, 'listing artifacts');
    });
    for (const entry of entries) {
      const name = `${below}${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory() && (`${name}/`.startsWith(prefix) || prefix.startsWith(`${name}/`)))
        await walk(`${name}/`);
      if (entry.isFile() && name.startsWith(prefix)) names.push(name);
    }
  };
  await walk('');
  return names;
}

async function removeArtifact(directory: string, nameOrPrefix: string): Promise<boolean> {
  const isPrefix = nameOrPrefix.endsWith('/');
  const name = checkArtifactName(isPrefix ? nameOrPrefix.slice(0, -1) : nameOrPrefix);
  const path = artifactPath(directory, name);
  try {
    const stats = await stat(path);
    if (stats.isDirectory() !== isPrefix) return false;
    if (isPrefix) return await removeTree(path);
    await rm(path);
    await rm(digestPath(path), { force: true });
    await syncDirectory(dirname(path));
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR') return false;
    throw fileFailure(cause, `removing artifact ${name}`);
  }
}

/**
 * NFS keeps a removed file that somebody still reads under a name that begins with a dot, and its directory with it
 * until then: to everybody else both are gone.
 */
async function removeTree(path: string): Promise<boolean> {
  try {
    await rm(path, { recursive: true });
  } catch (cause) {
    const code = systemCode(cause);
    if (code === 'ENOENT') return false;
    const isLeft = code === 'ENOTEMPTY' || code === 'EBUSY';
    if (!isLeft || (await namesBelow(path, '')).length > 0) throw fileFailure(cause, `removing ${path}`);
  }
  await syncDirectory(dirname(path));
  return true;
}
