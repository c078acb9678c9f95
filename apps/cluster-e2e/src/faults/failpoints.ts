import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Cluster, ROOT } from '../cluster.js';

const HOOK = join(ROOT, 'apps/cluster-e2e/src/faults/failpoint-hook.mjs');

/** A place between two system calls of one process, at which it is killed. */
export interface Failpoint {
  /** End of the script's path: `coordinator/main.js`. */
  readonly script: string;
  /** `redis` is a script that is sent to Redis; `*` any of them. */
  readonly call: 'open' | 'write' | 'writeFile' | 'sync' | 'truncate' | 'rename' | 'redis' | '*';
  /** A part of the file's path, or of the command to Redis. */
  readonly path: string;
  /** Which of these calls, counted from 1 in each process. */
  readonly nth: number;
  readonly when: 'before' | 'after';
}

/** What a cluster's processes are started with, so that failpoints work in them. */
export const failpointVariables = (): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import ${pathToFileURL(HOOK).href}`,
});

const ordersOf = ({ home }: Cluster) => join(home, 'failpoint.json');
const blockedOf = ({ home }: Cluster) => join(home, 'blocked-pid');
const hitOf = ({ home }: Cluster) => join(home, 'failpoint-hit.json');

export function armFailpoint(cluster: Cluster, point: Failpoint): void {
  rmSync(hitOf(cluster), { force: true });
  writeFileSync(ordersOf(cluster), JSON.stringify(point));
}

/** Whether a process died at it; it is disarmed then, and by this. */
export function disarmFailpoint(cluster: Cluster): boolean {
  rmSync(ordersOf(cluster), { force: true });
  return existsSync(hitOf(cluster));
}

/** Blocks the event loop of a process started with {@link failpointVariables}; see {@link wasBlocked}. */
export function blockEventLoop(cluster: Cluster, pid: number, ms: number): void {
  rmSync(blockedOf(cluster), { force: true });
  writeFileSync(join(cluster.home, 'block-ms'), String(ms));
  process.kill(pid, 'SIGUSR2');
}

/** That process was the last one that came out of {@link blockEventLoop}. */
export function wasBlocked(cluster: Cluster, pid: number): boolean {
  const file = blockedOf(cluster);
  return existsSync(file) && readFileSync(file, 'utf8') === String(pid);
}
