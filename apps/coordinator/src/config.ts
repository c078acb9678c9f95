import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { userPlaces } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { bareHost, isLoopback, isWildcard, parseListen } from '@ringmaster/rpc/http';
import { z } from 'zod';
import type { ListenAddress } from './listen.js';

/** What the coordinator is told from outside: flags over environment over defaults. */
export interface CoordinatorConfig {
  readonly home: string;
  readonly http: ListenAddress;
  readonly control: ListenAddress;
  /** The host under which users and workers reach this coordinator. */
  readonly advertise: string;
  /** Both listeners speak TLS: always, when one of them is off loopback. */
  readonly tls: boolean;
  /** A Redis of somebody else's; without it a private one is started. */
  readonly redisUrl: string | undefined;
  /** The `redis-server` for a private Redis; without it PATH and the set-up's cache are searched. */
  readonly redisBinary: string | undefined;
  /** Wait until no other coordinator holds the lease, however long that takes. */
  readonly standby: boolean;
  /** Address of an artifact store outside the home directory; undefined: what the home has, else its own directory. */
  readonly artifacts: string | undefined;
  /** File of the quotas; undefined: `quotas.yaml` of the home, where there is one. */
  readonly quotas: string | undefined;
  /** Jobs may bring their model as code, which runs on the workers. */
  readonly allowCode: boolean;
  readonly searchPath: string;
  readonly cacheDir: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

const Flags = z.strictObject({
  home: z.string().min(1).optional(),
  listen: z.string().default('127.0.0.1:0'),
  'control-listen': z.string().default('127.0.0.1:0'),
  advertise: z.string().min(1).max(253).optional(),
  tls: z.enum(['auto', 'on']).default('auto'),
  artifacts: z.string().min(1).optional(),
  standby: z.boolean().default(false),
  quotas: z.string().min(1).optional(),
  'allow-code': z.boolean().default(false),
  'log-level': z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

const Environment = z.object({
  RINGMASTER_REDIS_SERVER: z.string().optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' }).optional(),
  RINGMASTER_ARTIFACTS: z.string().optional(),
  RINGMASTER_QUOTAS: z.string().optional(),
  PATH: z.string().default(''),
});

/** @throws TrainError `invalid`, naming the flag or variable */
export function readConfig(
  argv: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): CoordinatorConfig {
  const flags = checked(Flags, flagValues(argv), '--');
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const env = checked(Environment, given, '');
  if (flags.standby && env.REDIS_URL === undefined)
    throw new TrainError(
      'invalid',
      '--standby: needs REDIS_URL, a Redis that outlives the coordinator that it waits for',
    );
  const places = userPlaces({ variables, platform: process.platform, userDirectory: homedir() });
  return {
    home: resolve(flags.home ?? places.home),
    ...addresses(flags),
    redisUrl: env.REDIS_URL,
    redisBinary: env.RINGMASTER_REDIS_SERVER,
    standby: flags.standby,
    artifacts: flags.artifacts ?? env.RINGMASTER_ARTIFACTS,
    quotas: flags.quotas ?? env.RINGMASTER_QUOTAS,
    allowCode: flags['allow-code'],
    searchPath: env.PATH,
    cacheDir: resolve(places.cache),
    logLevel: flags['log-level'],
  };
}

/**
 * Where to listen, how, and under which name. Off loopback there is TLS, whatever the flags say.
 * @throws TrainError `invalid` when nobody could dial what is listened on
 */
function addresses(
  flags: z.output<typeof Flags>,
): Pick<CoordinatorConfig, 'http' | 'control' | 'advertise' | 'tls'> {
  const http = parseListen(flags.listen, '--listen');
  const control = parseListen(flags['control-listen'], '--control-listen');
  const wild = [http, control].find(({ host }) => isWildcard(host));
  if (wild && flags.advertise === undefined)
    throw new TrainError(
      'invalid',
      `${wild.host} is every address of this host, and none that others can dial: name the one they use with --advertise`,
    );
  if (isLoopback(http.host) && !isLoopback(control.host))
    throw new TrainError(
      'invalid',
      `--control-listen ${control.host} is off loopback, --listen ${http.host} is not: workers of other hosts need both`,
    );
  const advertise = bareHost(flags.advertise ?? http.host);
  if (isWildcard(advertise))
    throw new TrainError(
      'invalid',
      `--advertise ${advertise}: nobody can dial that; name a host or an address`,
    );
  const isExposed = ![http.host, control.host].every(isLoopback);
  return { http, control, advertise, tls: isExposed || flags.tls === 'on' };
}

function flagValues(argv: readonly string[]): Record<string, unknown> {
  const text = { type: 'string' } as const;
  try {
    const options = {
      home: text,
      listen: text,
      'control-listen': text,
      advertise: text,
      tls: text,
      artifacts: text,
      standby: { type: 'boolean' } as const,
      quotas: text,
      'allow-code': { type: 'boolean' } as const,
      'log-level': text,
    };
    return { ...parseArgs({ args: [...argv], options, allowPositionals: false }).values };
  } catch (error) {
    throw new TrainError('invalid', (error as Error).message, { cause: error });
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, prefix: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${prefix}${issue.path.join('.')}: ${issue.message}`);
  throw new TrainError('invalid', problems.join('; '));
}
