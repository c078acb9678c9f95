// The per-user cache: entries appear whole, by rename, or not at all; checkouts hard-link them.
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** RINGMASTER_CACHE, else $XDG_CACHE_HOME/ringmaster, else ~/.cache/ringmaster. */
export function cacheRoot(env) {
  if (env.RINGMASTER_CACHE) return env.RINGMASTER_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ringmaster');
}

/** RINGMASTER_HOME, else `ringmaster` in the platform's directory for a user's data; as userPlaces of libs/contracts. */
export function homeRoot(env, platform = process.platform) {
  if (env.RINGMASTER_HOME) return env.RINGMASTER_HOME;
  const data =
    platform === 'darwin' ? join(homedir(), 'Library/Application Support') : join(homedir(), '.local/share');
  return join(platform === 'darwin' ? data : env.XDG_DATA_HOME || data, 'ringmaster');
}

/**
 * Fills a temporary directory with `build(dir)` and publishes it as `target` by rename. Whoever publishes first wins;
 * a second builder of the same entry throws its own away.
 */
export async function publish(target, build) {
  mkdirSync(dirname(target), { recursive: true });
  const scratch = `${target}.partial-${process.pid}-${randomBytes(4).toString('hex')}`;
  mkdirSync(scratch);
  try {
    await build(scratch);
    try {
      renameSync(scratch, target);
    } catch (cause) {
      if (!existsSync(target)) throw cause;
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Writes a small file atomically. */
export function writeAtomically(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const scratch = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(scratch, text);
  renameSync(scratch, file);
}

/** Relative paths of all files below `dir`. */
export function filesBelow(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(dir.length + 1))
    .sort();
}

/**
 * Makes every file of `from` appear below `to`: hard links, or copies where the two lie on different devices. Files
 * that are already the same stay. Returns how many had to be placed.
 */
export function linkTree(from, to) {
  let placed = 0;
  for (const name of filesBelow(from)) {
    const source = join(from, name);
    const target = join(to, name);
    if (sameFile(source, target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    const scratch = `${target}.${process.pid}`;
    rmSync(scratch, { force: true });
    linkOrCopy(source, scratch);
    renameSync(scratch, target);
    // POSIX: renaming one hard link of a file onto another does nothing and leaves both names.
    rmSync(scratch, { force: true });
    placed += 1;
  }
  return placed;
}

/** The same inode, or (for copies across devices) the same size and a time not older than the source. */
function sameFile(source, target) {
  if (!existsSync(target)) return false;
  const a = statSync(source);
  const b = statSync(target);
  if (a.dev === b.dev) return a.ino === b.ino;
  return a.size === b.size && b.mtimeMs >= a.mtimeMs;
}

function linkOrCopy(source, target) {
  try {
    linkSync(source, target);
  } catch (cause) {
    // EXDEV: another device. EPERM, EMLINK, ENOTSUP: file systems without (more) hard links.
    if (!['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP'].includes(cause.code)) throw cause;
    copyFileSync(source, target);
  }
}

/** Leftovers of killed builds, older than a day. */
export function sweepPartials(dir, now = Date.now()) {
  if (!existsSync(dir)) return;
  for (const name of readdirSync(dir))
    if (name.includes('.partial-') && now - statSync(join(dir, name)).mtimeMs > 86_400_000)
      rmSync(join(dir, name), { recursive: true, force: true });
}
