import { TrainError, type Logger } from '@ringmaster/core';
import { LIMITS } from '@ringmaster/contracts';
import { withDirectoryLock } from './directory-lock.js';
import { findRedisServer } from './find-redis-server.js';
import { type PrivateRedisFiles, preparePrivateRedis, privateDirectory } from './private-redis-files.js';
import { adoptRedis, launchRedis, shutDownRedis, type RunningRedis } from './private-redis-process.js';
import { isSameProcess } from '../processes/process-identity.js';

export interface PrivateRedisOptions {
  /** Directory of configuration, password, socket and data; made private (0700). */
  readonly dir: string;
  /** The `redis-server` to start; see {@link findRedisServer}. */
  readonly binary: string;
  readonly logger: Logger;
}

export interface PrivateRedis {
  readonly socketPath: string;
  /** A user that may work on keys of ours alone, and not on the server. */
  readonly username: string;
  readonly password: string;
  /** True when a Redis of an earlier process was found alive and taken over. */
  readonly adopted: boolean;
  /** Process id of the Redis that runs now; changes when it was started again. */
  readonly pid: number;
  /** Ends the watching, and Redis itself after it has written everything. Idempotent. */
  stop(): Promise<void>;
  /** Ends the watching and leaves Redis running for the next process. Idempotent. */
  release(): void;
}

/**
 * Starts a Redis of our own, or adopts the one that already serves this directory; there is never a second one. It is
 * detached: it outlives a crash of this process, and is started again (with pauses that grow) when it dies itself.
 * @throws TrainError `unavailable` when it does not answer within `LIMITS.redisStartMs`, `deadline` when another
 * process holds the directory
 */
export async function startPrivateRedis(options: PrivateRedisOptions): Promise<PrivateRedis> {
  const { logger } = options;
  const { path: binary, version } = await findRedisServer({ binary: options.binary });
  const directory = await privateDirectory(options.dir);
  const locked = <T>(work: () => Promise<T>) => withDirectoryLock(directory, LIMITS.redisLockMs, work);
  const obtain = async (files: PrivateRedisFiles) => (await adoptRedis(files)) ?? launchRedis(files, binary);
  const first = await locked(async () => {
    const files = await preparePrivateRedis(directory);
    return { files, running: await obtain(files) };
  });
  const { files } = first;
  const ensure = () => locked(() => obtain(files));
  let { running } = first;
  const { adopted } = running;
  logger.info(adopted ? 'adopted the running private Redis' : 'started a private Redis', {
    pid: running.identity.pid,
    version,
    directory: files.directory,
  });
  const watch = watchRedis({ files, logger, ensure, current: () => running, replace: (r) => (running = r) });
  let stopping: Promise<void> | undefined;
  return {
    socketPath: files.socketPath,
    ...files.login,
    adopted,
    get pid() {
      return running.identity.pid;
    },
    release: watch.end,
    stop: () => (stopping ??= watch.settled().then(() => shutDownRedis(files, running.identity))),
  };
}

interface WatchedRedis {
  readonly files: PrivateRedisFiles;
  readonly logger: Logger;
  ensure(): Promise<RunningRedis>;
  current(): RunningRedis;
  replace(running: RunningRedis): void;
}

function watchRedis(watched: WatchedRedis): { end(): void; settled(): Promise<void> } {
  const { logger } = watched;
  let ended = false;
  let failures = 0;
  let work: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    const { pid, startedAt } = watched.current().identity;
    if (isSameProcess(pid, startedAt)) {
      failures = 0;
      return;
    }
    if (ended) return;
    logger.error('the private Redis died; starting it again', { pid: watched.current().identity.pid });
    try {
      watched.replace(await watched.ensure());
      logger.warn('the private Redis runs again', { pid: watched.current().identity.pid });
    } catch (cause) {
      failures++;
      logger.error('the private Redis could not be started again', { error: TrainError.from(cause).message });
    }
  };
  const plan = () => {
    if (ended) return;
    timer = setTimeout(
      () => {
        work = look().then(plan);
      },
      Math.min(LIMITS.redisWatchMs * 2 ** failures, LIMITS.redisRestartMaxMs),
    );
    timer.unref();
  };
  plan();
  const end = () => {
    ended = true;
    clearTimeout(timer);
  };
  return {
    end,
    settled: async () => {
      end();
      await work;
    },
  };
}
