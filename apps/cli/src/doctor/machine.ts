import { constants, existsSync, statSync } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { HomeLayout } from '@ringmaster/contracts';
import { formatBytes } from '../terminal/format.js';
import { type Check, fail, ok, warn } from './check.js';
import { linesOf } from './tools.js';

const LOW_DISK_BYTES = 1024 ** 3;

/** The home directory, CPUs, memory, GPUs and ports. */
export async function machineChecks(home: HomeLayout): Promise<readonly Check[]> {
  return [
    await homeCheck(home.root),
    ...modeChecks(home),
    await diskCheck(home.root),
    ok('cpu', `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}`),
    ok('memory', `${formatBytes(freemem())} free of ${formatBytes(totalmem())}`),
    await gpuCheck(),
    await portCheck(),
  ];
}

async function homeCheck(root: string): Promise<Check> {
  const existing = nearestExisting(root);
  try {
    await access(existing, constants.W_OK);
    return ok('home', existing === root ? root : `${root} (made on first use)`);
  } catch {
    return fail('home', `${existing} is not writable`, 'choose another with --home or RINGMASTER_HOME');
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path));
}

/** Secrets that others may read are none. */
function modeChecks(home: HomeLayout): readonly Check[] {
  return [home.root, home.token, home.endpoint, home.supervisor].filter(existsSync).map((path) => {
    const stat = statSync(path);
    const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
    return (stat.mode & 0o077) === 0
      ? ok('mode', `${mode} ${path}`)
      : fail('mode', `${mode} ${path}: others can read it`, `chmod go-rwx ${path}`);
  });
}

async function diskCheck(root: string): Promise<Check> {
  const { bavail, bsize } = await statfs(nearestExisting(root));
  const free = bavail * bsize;
  return free >= LOW_DISK_BYTES
    ? ok('disk', `${formatBytes(free)} free`)
    : warn(
        'disk',
        `${formatBytes(free)} free`,
        `make room on the file system of ${root}: checkpoints go there`,
      );
}

async function gpuCheck(): Promise<Check> {
  const gpus = await linesOf('nvidia-smi', ['--query-gpu=name,memory.total', '--format=csv,noheader']);
  return ok('gpu', gpus === undefined ? 'none (nvidia-smi does not answer)' : gpus.join('; '));
}

function portCheck(): Promise<Check> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) =>
      resolve(fail('ports', `cannot listen on 127.0.0.1: ${error.message}`, 'allow listening on loopback')),
    );
    server.listen(0, '127.0.0.1', () =>
      server.close(() => resolve(ok('ports', '127.0.0.1 can be listened on'))),
    );
  });
}
