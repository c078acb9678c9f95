// A lock that is a directory: mkdir is atomic on every file system, and the owner's name inside tells a live owner
// from a dead one.
import { mkdirSync, readFileSync, rmSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { say, SetupError } from './progress.mjs';

const POLL_MS = 250;
/** An owner writes its name right after mkdir; a nameless lock older than this belongs to somebody who died between. */
const NAMELESS_MS = 10_000;

/** Start time of a process in clock ticks since boot, so that a recycled pid is not mistaken for the owner. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

export const thisOwner = () => ({ pid: process.pid, host: hostname(), start: startOf(process.pid) });

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause.code === 'EPERM';
  }
}

/** True when the lock's owner is gone for certain. Owners on other hosts are never presumed dead. */
export function isStale(lockDir, now = Date.now()) {
  let owner;
  try {
    owner = JSON.parse(readFileSync(join(lockDir, 'owner.json'), 'utf8'));
  } catch {
    try {
      return now - statSync(lockDir).mtimeMs > NAMELESS_MS;
    } catch {
      return false;
    }
  }
  if (owner.host !== hostname()) return false;
  if (!isAlive(owner.pid)) return true;
  const start = startOf(owner.pid);
  return owner.start !== undefined && start !== undefined && owner.start !== start;
}

function tryMkdir(dir) {
  try {
    mkdirSync(dir);
    return true;
  } catch (cause) {
    if (cause.code === 'EEXIST') return false;
    throw cause;
  }
}

/** Removes a stale lock under a second lock, so that two finders never remove each other's fresh one. */
function clearStale(lockDir) {
  const guard = `${lockDir}.clearing`;
  if (!tryMkdir(guard)) {
    try {
      if (Date.now() - statSync(guard).mtimeMs > NAMELESS_MS) rmdirSync(guard);
    } catch {
      // its holder was faster
    }
    return;
  }
  try {
    if (isStale(lockDir)) rmSync(lockDir, { recursive: true, force: true });
  } finally {
    rmSync(guard, { recursive: true, force: true });
  }
}

/** Runs `work` while holding the lock; waits for a live owner, takes over from a dead one. */
export async function withLock(lockDir, work, { deadlineMs = 1_800_000 } = {}) {
  mkdirSync(dirname(lockDir), { recursive: true });
  const end = Date.now() + deadlineMs;
  let told = false;
  while (!tryMkdir(lockDir)) {
    if (isStale(lockDir)) {
      clearStale(lockDir);
      continue;
    }
    if (Date.now() > end)
      throw new SetupError(`${lockDir} stayed locked for ${deadlineMs / 1000} s: remove it if no setup runs`);
    if (!told) say(`waiting for another setup (${lockDir})`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    writeFileSync(join(lockDir, 'owner.json'), JSON.stringify(thisOwner()));
    return await work();
  } finally {
    rmSync(lockDir, { recursive: true, force: true });
  }
}
