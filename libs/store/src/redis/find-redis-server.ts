import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

const run = promisify(execFile);

/** Oldest Redis that the scripts and the queue are written for. */
export const MINIMUM_REDIS_VERSION = '6.2.0';

export interface RedisSearch {
  /** A binary named by the user: the only one looked at when given. */
  readonly binary?: string;
  /** Value of PATH, searched for `redis-server` first. */
  readonly searchPath?: string;
  /** Further binaries in order, for example the one that set-up unpacked. */
  readonly candidates?: readonly string[];
}

export interface RedisServerBinary {
  readonly path: string;
  readonly version: string;
}

/** True when dotted version `a` is at least `b`. Missing parts count as 0. */
export function versionAtLeast(a: string, b: string): boolean {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/**
 * Finds a `redis-server` that is new enough: on the search path first, then among the candidates.
 * @throws TrainError `unavailable`; the message lists every place and why it did not serve.
 */
export async function findRedisServer(search: RedisSearch): Promise<RedisServerBinary> {
  const places =
    search.binary !== undefined
      ? [search.binary]
      : [
          ...(search.searchPath ?? '')
            .split(delimiter)
            .filter((directory) => directory.startsWith('/'))
            .map((directory) => join(directory, 'redis-server')),
          ...(search.candidates ?? []),
        ];
  const refused: string[] = [];
  for (const path of places) {
    const version = await redisVersion(path).catch((cause: Error) => {
      refused.push(`${path}: ${cause.message}`);
      return undefined;
    });
    if (version === undefined || version === 'absent') continue;
    if (versionAtLeast(version, MINIMUM_REDIS_VERSION)) return { path, version };
    refused.push(`${path}: version ${version} is older than ${MINIMUM_REDIS_VERSION}`);
  }
  throw new TrainError(
    'unavailable',
    `no redis-server ≥ ${MINIMUM_REDIS_VERSION} among ${places.length} places${refused.length ? ` (${refused.join('; ')})` : ''}. ` +
      'Run `npx ringmaster setup`, install Redis, or set REDIS_URL.',
    { details: { searched: places } },
  );
}

async function redisVersion(path: string): Promise<string> {
  try {
    await access(path, constants.X_OK);
  } catch {
    return 'absent';
  }
  const { stdout } = await run(path, ['--version'], { timeout: LIMITS.connectMs });
  const version = /\bv=(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (version === undefined) throw new TrainError('unavailable', 'does not say its version');
  return version;
}
