import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { VERSION } from '@ringmaster/contracts';
import type { Session } from '../session/session.js';
import { type Check, fail, ok, warn } from './check.js';
import { firstLineOf } from './tools.js';

const PACKAGES = ['bullmq', 'ioredis', 'fastify', '@grpc/grpc-js', '@tensorflow/tfjs-core', 'commander'];
const ENGINES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];
/** Those that an installed package brings along. */
const CARRIED_ENGINES = ['#engine/gpu', '#engine/cpu'];
const SET_UP = 'npx ringmaster setup';
/** Where the programs themselves are missing, they cannot be asked for it. */
const REBUILD = 'npm run setup in a checkout, else install the package ringmaster again';

/** Node, npm packages, the engine, Redis, and what building the engine needs. */
export async function softwareChecks(session: Session): Promise<readonly Check[]> {
  const engine = await engineCheck(session);
  return [
    ok('ringmaster', VERSION),
    nodeCheck(process.versions.node),
    bundlesCheck(session.distDir),
    packagesCheck(session.distDir),
    engine,
    await redisCheck(session),
    ...(await buildToolChecks(engine.status === 'ok')),
  ];
}

export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isSupported = (major > 20 || (major === 20 && minor >= 10)) && major < 25;
  return isSupported
    ? ok('node', version)
    : fail('node', version, 'use Node 20.10 to 24, for example from https://nodejs.org');
}

function bundlesCheck(distDir: string): Check {
  const missing = ['cli/main.js', 'coordinator/main.js', 'worker/agent.js', 'worker/trainer.js'].filter(
    (file) => !existsSync(join(distDir, file)),
  );
  return missing.length === 0
    ? ok('programs', distDir)
    : fail('programs', `missing in ${distDir}: ${missing.join(', ')}`, REBUILD);
}

function packagesCheck(distDir: string): Check {
  const require = createRequire(join(distDir, 'cli/main.js'));
  const missing = PACKAGES.filter((name) => {
    try {
      require.resolve(`${name}/package.json`);
      return false;
    } catch (error) {
      // A package that hides its package.json is there all the same.
      return (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    }
  });
  return missing.length === 0
    ? ok('npm packages', `${PACKAGES.length} looked for, all there`)
    : fail('npm packages', `missing: ${missing.join(', ')}`, REBUILD);
}

/** The addon that the set-up compiles against TensorFlow's C library. */
async function engineCheck({ distDir }: Session): Promise<Check> {
  const require = createRequire(join(distDir, 'cli/main.js'));
  for (const name of existsSync(join(distDir, '../engine')) ? CARRIED_ENGINES : ENGINES) {
    try {
      const directory = dirname(require.resolve(`${name}/package.json`));
      const versions = await readdir(join(directory, 'lib'));
      const addon = versions.find((each) => existsSync(join(directory, 'lib', each, 'tfjs_binding.node')));
      if (addon !== undefined && existsSync(join(directory, 'deps/lib')))
        return ok('engine', `TensorFlow, ${name} (${addon})`);
    } catch {
      // not installed
    }
  }
  return warn(
    'engine',
    'no TensorFlow engine: the pure-JS backend trains, 50 to 100 times slower',
    `${SET_UP}, with python3, g++ and make installed`,
  );
}

async function redisCheck(session: Session): Promise<Check> {
  const { environment } = session;
  if ((environment.inherited['REDIS_URL'] ?? '') !== '')
    return ok('redis-server', 'not needed: REDIS_URL names one');
  const onPath = await firstLineOf('redis-server', ['--version']);
  if (onPath !== undefined) return ok('redis-server', onPath);
  const binary = await setUpRedis(environment.cacheDir);
  const version = binary === undefined ? undefined : await firstLineOf(binary, ['--version']);
  return version === undefined
    ? fail('redis-server', 'neither on PATH nor set up', `${SET_UP}, or install redis-server 6.2 or later`)
    : ok('redis-server', `${version} (${binary})`);
}

/** What the set-up wrote down about the server that it found. */
async function setUpRedis(cacheDir: string): Promise<string | undefined> {
  try {
    const facts = JSON.parse(await readFile(join(cacheDir, 'setup.json'), 'utf8')) as {
      redisServer?: unknown;
    };
    return typeof facts.redisServer === 'string' ? facts.redisServer : undefined;
  } catch {
    return undefined;
  }
}

/** Only needed to build the engine. */
async function buildToolChecks(isBuilt: boolean): Promise<readonly Check[]> {
  return Promise.all(
    ['python3', 'g++', 'make'].map(async (tool) => {
      const version = await firstLineOf(tool, ['--version']);
      if (version !== undefined) return ok(tool, version);
      return isBuilt
        ? ok(tool, 'not found, and not needed: the engine is built')
        : warn(tool, 'not found; the engine cannot be built', `install it, for example: apt install ${tool}`);
    }),
  );
}
