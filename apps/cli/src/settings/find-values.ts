import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readEndpoint } from '../session/connect.js';
import type { Session } from '../session/session.js';
import type { Program, Setting } from './settings.js';

/** One setting with its value; `origin` is `default`, `flag --home`, `env REDIS_URL` or `file <path>`. */
export interface FoundValue {
  readonly program: Program;
  readonly name: string;
  readonly value: string;
  readonly origin: string;
}

/** Shown for secrets, whatever they are. */
const HIDDEN = '(set, not shown)';

/** What a process that is started from here, now, and without flags of its own would work with. */
export async function findValues(
  session: Session,
  settings: readonly Setting[],
): Promise<readonly FoundValue[]> {
  const flags = givenFlags(session);
  return Promise.all(
    settings.map(async (setting) => {
      const { program, name, isSecret = false } = setting;
      const found =
        fromFlag(setting, flags) ?? fromVariable(setting, session) ?? (await fromFile(setting, session));
      const fallback = { value: defaultOf(setting, session), origin: 'default' };
      const { value, origin } = found ?? fallback;
      return { program, name, value: isSecret && found ? HIDDEN : value, origin };
    }),
  );
}

type Found = { readonly value: string; readonly origin: string } | undefined;

/** Only the command line's own flags can be known; a worker's are given when it is started. */
function givenFlags({ flags, home, environment }: Session): ReadonlyMap<string, string> {
  const given: readonly (readonly [string, string | undefined])[] = [
    ['all home', home.root === environment.home ? undefined : home.root],
    ['cli url', flags.url],
    ['cli token-file', flags.tokenFile],
    ['cli ca-file', flags.caFile],
    ['cli timeout', flags.timeoutMs === undefined ? undefined : `${flags.timeoutMs} ms`],
  ];
  return new Map(given.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

function fromFlag({ program, name, flag }: Setting, given: ReadonlyMap<string, string>): Found {
  const value = given.get(`${program} ${name}`);
  return value === undefined || flag === undefined ? undefined : { value, origin: `flag ${flag}` };
}

/** Variables that only name a part of the path. */
const shapes: Readonly<Record<string, (value: string) => string>> = {
  XDG_CACHE_HOME: (value) => join(value, 'ringmaster'),
  FORCE_COLOR: (value) => (value === '0' || value === 'false' ? 'never' : 'always'),
  NO_COLOR: () => 'never',
  TERM: () => 'no cursor movement',
};

function fromVariable({ variables = [] }: Setting, { environment }: Session): Found {
  for (const name of variables) {
    const value = environment.inherited[name];
    const isUnset = value === undefined || value === '' || (name === 'TERM' && value !== 'dumb');
    if (!isUnset) return { value: shapes[name]?.(value) ?? value, origin: `env ${name}` };
  }
  return undefined;
}

async function fromFile({ file }: Setting, { home, environment }: Session): Promise<Found> {
  if (file === 'endpoint.url' || file === 'endpoint.control') {
    const endpoint = await readEndpoint(home.endpoint);
    const value = file === 'endpoint.url' ? endpoint?.url : endpoint?.controlAddress;
    return value === undefined ? undefined : { value, origin: `file ${home.endpoint}` };
  }
  if (file === 'token' || file === 'quotas') {
    const path = home[file];
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    const value = file === 'token' ? HIDDEN : path;
    return isThere ? { value, origin: `file ${path}` } : undefined;
  }
  if (file === 'setup.redis') {
    const path = join(environment.cacheDir, 'setup.json');
    const server = await redisOf(path);
    return server === undefined ? undefined : { value: server, origin: `file ${path}` };
  }
  return undefined;
}

async function redisOf(setupFile: string): Promise<string | undefined> {
  try {
    const { redisServer } = JSON.parse(await readFile(setupFile, 'utf8')) as { redisServer?: unknown };
    return typeof redisServer === 'string' ? redisServer : undefined;
  } catch {
    return undefined;
  }
}

function defaultOf({ name, otherwise }: Setting, { home, environment }: Session): string {
  if (name === 'home') return home.root;
  if (name === 'cache') return environment.cacheDir;
  return otherwise.replace('<home>', home.root);
}
