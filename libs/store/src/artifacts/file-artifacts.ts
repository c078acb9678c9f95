import { constants } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { TrainError } from '@ringmaster/core';
import { fileFailure, syncDirectory, systemCode } from '../durable-files.js';
import { digestOf, digestPath } from './artifact-digest.js';
import { artifactPath, checkArtifactName, jobDirectory } from './artifact-name.js';
import { type LineAppender, lineAppender } from './line-appender.js';
import { type ArtifactBody, publishFile, sweepTemporaries } from './publish-file.js';

export interface ArtifactInfo {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface OpenArtifact extends ArtifactInfo {
  /** The bytes of the moment of `get`, whatever is published later. Read it to its end, or destroy it. */
  readonly stream: Readable;
}

export interface PutOptions {
  readonly sha256?: string;
  readonly signal?: AbortSignal;
}

/** Results of jobs as files: checkpoints, exports, logs. Every file is published whole or not at all. */
export interface ArtifactStore {
  /** @throws TrainError `invalid` | `disk_full` | `artifact_corrupt` | `too_large` | `conflict` | `cancelled` */
  put(jobId: string, name: string, body: ArtifactBody, options?: PutOptions): Promise<ArtifactInfo>;
  /** @throws TrainError `not_found` | `invalid` */
  get(jobId: string, name: string): Promise<OpenArtifact>;
  /** Artifacts whose name begins with `prefix` (default: all), by name. */
  list(jobId: string, prefix?: string): Promise<readonly ArtifactInfo[]>;
  /** Removes one artifact, or everything below a name that ends with "/". False when there was nothing. */
  remove(jobId: string, nameOrPrefix: string): Promise<boolean>;
  /** Adds a line to a log within `LIMITS.appendFlushMs`. False when it was dropped because the disk cannot keep up. */
  appendLine(jobId: string, name: string, line: string): boolean;
  /** Resolves when all appended lines are in their files. @throws TrainError `disk_full` | `unavailable` */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Artifacts below `<root>/<jobId>/`. Several processes may share a root; each name has one writer at a time. */
export function fileArtifacts(root: string): ArtifactStore {
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
      const found: ArtifactInfo[] = [];
      for (const name of await namesBelow(jobDirectory(root, jobId), prefix)) {
        const path = artifactPath(jobDirectory(root, jobId), name);
        const info = await describe(path, name);
        if (info) found.push(info);
      }
      return found.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    remove: (jobId, name) => removeArtifact(jobDirectory(root, jobId), name),
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

async function openArtifact(path: string, name: string, jobId: string): Promise<OpenArtifact> {
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
    return { name, bytes: stats.size, sha256, stream };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

async function describe(path: string, name: string): Promise<ArtifactInfo | undefined> {
  try {
    const stats = await stat(path);
    return { name, bytes: stats.size, sha256: await digestOf(path, stats) };
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return undefined;
    throw fileFailure(cause, `reading artifact ${name}`);
  }
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
    await rm(path, { recursive: isPrefix });
    if (!isPrefix) await rm(digestPath(path), { force: true });
    await syncDirectory(dirname(path));
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR') return false;
    throw fileFailure(cause, `removing artifact ${name}`);
  }
}
