import { homedir, hostname } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ByteSize, Duration, durationMs, Label, LIMITS, sizeBytes, userPlaces } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { bareHost, hostOf, isLoopback, isWildcard } from '@ringmaster/rpc/http';
import { z } from 'zod';

const PortRange = z
  .string()
  .regex(/^\d{1,5}-\d{1,5}$/, 'must look like 7100-7199')
  .transform((text) => {
    const [from = 0, to = 0] = text.split('-').map(Number);
    return { from, to };
  })
  .refine(
    ({ from, to }) => from >= 1 && from <= to && to <= 65_535,
    'must be two ports, the smaller one first',
  );

const DataRoot = z.string().transform((text, context) => {
  const [name = '', ...rest] = text.split('=');
  if (Label.safeParse(name).success && rest.join('=') !== '') return { name, dir: resolve(rest.join('=')) };
  context.addIssue({
    code: 'custom',
    message: `"${text}" must look like flowers=/data/flowers, the name of a–z, 0–9 and "-"`,
  });
  return z.NEVER;
});

/** How an agent is started: flags over environment over defaults. */
export const WorkerConfig = z.strictObject({
  home: z
    .string()
    .min(1)
    .transform((path) => resolve(path))
    .describe('where token, data sets and sockets live'),
  cacheDir: z
    .string()
    .transform((path) => resolve(path))
    .describe('what the set-up has made: built-in data sets among it'),
  coordinator: z
    .string()
    .regex(/^[^\s/,]+:\d{1,5}(,[^\s/,]+:\d{1,5})*$/, 'must be HOST:PORT, or several of them with commas')
    .transform((text) => text.split(','))
    .optional()
    .describe(
      "control addresses, of the coordinator and its standbys; default: the one in the home's endpoint.json, read again at every reconnect",
    ),
  tokenFile: z.string().min(1).optional().describe('file with the bearer token; default: <home>/token'),
  tls: z
    .enum(['auto', 'on'])
    .default('auto')
    .describe('auto: where the coordinator has it, with tlsDir, and always off loopback'),
  tlsDir: z
    .string()
    .min(1)
    .optional()
    .describe('directory with ca.crt, worker.crt and worker.key; default: <home>/tls'),
  name: z.string().min(1).max(63).default(hostname().slice(0, 63)).describe('a name for people'),
  slots: z.coerce
    .number()
    .int()
    .positive()
    .max(LIMITS.agentSlots)
    .optional()
    .describe('trainers at the same time; default: one a GPU, else 1'),
  cpuThreads: z.coerce.number().int().positive().max(1_024).default(1).describe('CPU threads of one trainer'),
  device: z.enum(['auto', 'cpu', 'gpu']).default('auto').describe('what trainers compute on'),
  advertise: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('host under which other workers reach its trainers'),
  dataPorts: PortRange.optional().describe('ports for trainers to listen on; default: any'),
  dataRoots: z
    .array(DataRoot)
    .default([])
    .transform((roots, context) => {
      const byName = new Map(roots.map(({ name, dir }) => [name, dir]));
      if (byName.size < roots.length)
        context.addIssue({ code: 'custom', message: 'one name is given twice' });
      return Object.fromEntries(byName);
    })
    .describe('directories of data sets, by the name that documents give in data.source'),
  dataCache: ByteSize.transform(sizeBytes)
    .refine((bytes) => bytes > 0, 'must be above 0')
    .default(LIMITS.dataCacheBytes)
    .describe('what is kept of registered data sets, for example 50GiB'),
  allowCode: z
    .boolean()
    .default(false)
    .describe('trainers load models that users bring as code, with all the rights of this process'),
  drainGrace: Duration.transform(durationMs)
    .default(LIMITS.drainGraceMs)
    .describe('how long its ranks may take to leave when it is stopped; then they are ended'),
  coordinatorGrace: Duration.transform(durationMs)
    .default(LIMITS.coordinatorGraceMs)
    .describe(
      'how long its ranks go on, or wait, without a coordinator; then they write a checkpoint and end',
    ),
  noticeFile: z
    .string()
    .min(1)
    .optional()
    .describe('when this file appears, the machine is about to be taken away: the worker drains'),
  noticeCommand: z
    .string()
    .min(1)
    .optional()
    .describe('shell command, run every two seconds; when it succeeds, the worker drains'),
  noticeGrace: Duration.transform(durationMs)
    .default(LIMITS.noticeGraceMs)
    .describe('how long its ranks may take to leave after such a notice'),
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('least important log line shown'),
});
export type WorkerConfig = z.output<typeof WorkerConfig>;

const FLAGS = {
  home: { type: 'string' },
  coordinator: { type: 'string' },
  'token-file': { type: 'string' },
  tls: { type: 'string' },
  'tls-dir': { type: 'string' },
  name: { type: 'string' },
  slots: { type: 'string' },
  'cpu-threads': { type: 'string' },
  device: { type: 'string' },
  advertise: { type: 'string' },
  'data-ports': { type: 'string' },
  'data-cache': { type: 'string' },
  'data-root': { type: 'string', multiple: true },
  'allow-code': { type: 'boolean' },
  'drain-grace': { type: 'string' },
  'coordinator-grace': { type: 'string' },
  'notice-file': { type: 'string' },
  'notice-command': { type: 'string' },
  'notice-grace': { type: 'string' },
  'log-level': { type: 'string' },
} as const;

/** @throws TrainError `invalid` naming the flag */
export function loadConfig(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): WorkerConfig {
  const flags = readFlags(argv);
  const places = userPlaces({ variables: env, platform: process.platform, userDirectory: homedir() });
  const parsed = WorkerConfig.safeParse({
    home: flags['home'] ?? places.home,
    cacheDir: places.cache,
    ...given('tokenFile', flags['token-file'] ?? env['RINGMASTER_TOKEN_FILE']),
    ...given('coordinator', flags['coordinator'] ?? env['RINGMASTER_COORDINATOR']),
    ...given('tls', flags['tls']),
    ...given('tlsDir', flags['tls-dir'] ?? env['RINGMASTER_TLS_DIR']),
    ...given('name', flags['name']),
    ...given('slots', flags['slots']),
    ...given('cpuThreads', flags['cpu-threads']),
    ...given('device', flags['device']),
    ...given('advertise', flags['advertise']),
    ...given('dataPorts', flags['data-ports']),
    ...given('dataCache', flags['data-cache']),
    ...given('dataRoots', flags['data-root']),
    ...given('allowCode', flags['allow-code']),
    ...given('drainGrace', flags['drain-grace']),
    ...given('coordinatorGrace', flags['coordinator-grace'] ?? env['RINGMASTER_COORDINATOR_GRACE']),
    ...given('noticeFile', flags['notice-file']),
    ...given('noticeCommand', flags['notice-command']),
    ...given('noticeGrace', flags['notice-grace']),
    ...given('logLevel', flags['log-level']),
  });
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map(({ path, message }) => `--${kebab(path.join('.'))}: ${message}`);
  throw new TrainError('invalid', problems.join('; '));
}

function readFlags(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new TrainError('invalid', error instanceof Error ? error.message : String(error), { cause: error });
  }
}

const given = (key: string, value: unknown) => (value === undefined ? {} : { [key]: value });
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * Where trainers listen: the host that others dial, and no other.
 * @throws TrainError `invalid` when nobody can dial it
 */
export function listenHost({ advertise }: WorkerConfig): string {
  const host = bareHost(advertise);
  if (isWildcard(host))
    throw new TrainError(
      'invalid',
      `--advertise ${advertise}: nobody can dial that; name a host or an address`,
    );
  return host === 'localhost' ? '127.0.0.1' : host;
}

/** The flags that lead off loopback, where there is nothing without TLS. */
export const exposedFlags = ({ advertise, coordinator = [] }: WorkerConfig): readonly string[] => [
  ...(isLoopback(advertise) ? [] : [`--advertise ${advertise}`]),
  ...(coordinator.every((address) => isLoopback(hostOf(address)))
    ? []
    : [`--coordinator ${coordinator.join(',')}`]),
];
