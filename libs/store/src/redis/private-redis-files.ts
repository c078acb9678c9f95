import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TrainError } from '@ringmaster/core';
import { writeFileDurably } from '../durable-files.js';

/** Longest path that a unix socket address holds everywhere that we run (Linux: 108 bytes with the closing NUL). */
const SOCKET_PATH_BYTES = 100;
const SOCKET_NAME = 'redis.sock';

/** Everything that belongs to one private Redis. All of it is readable by the owner alone. */
export interface PrivateRedisFiles {
  readonly directory: string;
  readonly dataDir: string;
  readonly configPath: string;
  readonly pidPath: string;
  readonly logPath: string;
  readonly socketPath: string;
  /** Of the user that may do everything; only to start, adopt and end the process. */
  readonly password: string;
  /** What the coordinator connects as. */
  readonly login: { readonly username: string; readonly password: string };
}

/**
 * What the coordinator's user may do: every command on keys of ours, none that reads or changes the server itself, its other
 * keys, users, scripts' debugger or replication. INFO tells version and safety; names are for the list of clients.
 */
export const USER_RULES = [
  ...['resetkeys', '~ringmaster:*', 'resetchannels', 'nocommands', '+@all', '-@admin', '-@dangerous'],
  ...['+info', '+client|setname'],
] as const;

/** A password as `ACL SETUSER` and the configuration take it without showing it. */
export const passwordRule = (password: string): string =>
  `#${createHash('sha256').update(password).digest('hex')}`;

/** Creates or finds the directory and closes it to everybody else; the result is its absolute path. */
export async function privateDirectory(directory: string): Promise<string> {
  const root = resolve(directory);
  if (/["'\\\n\r]/.test(root))
    throw new TrainError(
      'invalid',
      `the Redis directory ${JSON.stringify(root)} must not hold quotes or newlines`,
    );
  await mkdir(root, { recursive: true, mode: 0o700 });
  await chmod(root, 0o700);
  return root;
}

/** Creates or finds password, socket place and data directory, and writes the configuration. Call under the lock. */
export async function preparePrivateRedis(root: string): Promise<PrivateRedisFiles> {
  const dataDir = join(root, 'data');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const files: PrivateRedisFiles = {
    directory: root,
    dataDir,
    configPath: join(root, 'redis.conf'),
    pidPath: join(root, 'redis.pid'),
    logPath: join(root, 'redis.log'),
    socketPath: await socketPlace(root),
    password: await kept(join(root, 'password'), newPassword),
    login: {
      username: 'ringmaster',
      password: await kept(join(root, 'coordinator-password'), newPassword),
    },
  };
  await writeFileDurably(files.configPath, redisConfig(files));
  return files;
}

/**
 * No TCP port at all: only who can enter the directory and read the password gets in.
 *
 * `everysec` may lose acknowledged writes even when only Redis is killed, not the machine: while its fsync is under way
 * Redis holds writes back for up to 2 s. So nothing may live in Redis alone: the job log has its mirror, and jobs that
 * the queue lost are added again from the log.
 */
export function redisConfig(files: PrivateRedisFiles): string {
  const lines = [
    'port 0',
    `unixsocket "${files.socketPath}"`,
    'unixsocketperm 700',
    `requirepass ${files.password}`,
    `user ${files.login.username} on ${passwordRule(files.login.password)} ${USER_RULES.join(' ')}`,
    `dir "${files.dataDir}"`,
    `pidfile "${files.pidPath}"`,
    `logfile "${files.logPath}"`,
    'daemonize no',
    'appendonly yes',
    'appendfsync everysec',
    'aof-load-truncated yes',
    'save ""',
    'maxmemory-policy noeviction',
    'databases 1',
  ];
  return `${lines.join('\n')}\n`;
}

const newPassword = () => randomBytes(32).toString('base64url');

async function socketPlace(root: string): Promise<string> {
  const near = join(root, SOCKET_NAME);
  if (Buffer.byteLength(near) <= SOCKET_PATH_BYTES) return near;
  const note = join(root, 'socket-directory');
  const known = await readFile(note, 'utf8').catch(() => undefined);
  if (known !== undefined && (await isOurs(known))) return join(known, SOCKET_NAME);
  const short = await mkdtemp(join(tmpdir(), 'rm-redis-'));
  if (Buffer.byteLength(join(short, SOCKET_NAME)) > SOCKET_PATH_BYTES)
    throw new TrainError('invalid', `no place for the Redis socket: both ${root} and ${short} are too long`);
  await writeFileDurably(note, short);
  return join(short, SOCKET_NAME);
}

/** A directory below the shared temporary one is only used again while nobody else can write to it. */
async function isOurs(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return (
    found !== undefined &&
    found.isDirectory() &&
    found.uid === process.getuid?.() &&
    (found.mode & 0o077) === 0
  );
}

async function kept(path: string, make: () => string): Promise<string> {
  const known = await readFile(path, 'utf8').catch(() => undefined);
  if (known !== undefined && /^[A-Za-z0-9_-]{32,}$/.test(known)) return known;
  const fresh = make();
  await writeFileDurably(path, fresh);
  return fresh;
}
