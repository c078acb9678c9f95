import { LIMITS } from '@ringmaster/contracts';
import { formatBytes, formatDuration } from '../terminal/format.js';

/** Whose setting it is; `all`: the command line, and every process that it starts. */
export type Program = 'all' | 'cli' | 'coordinator' | 'worker';

export interface Setting {
  readonly program: Program;
  /** As the flag calls it, without dashes. */
  readonly name: string;
  /** The flag of that program; absent: there is none. */
  readonly flag?: string;
  /** Environment variables, the strongest first. */
  readonly variables?: readonly string[];
  /** A file that is looked at after flag and environment. */
  readonly file?: 'endpoint.url' | 'endpoint.control' | 'setup.redis' | 'token' | 'quotas';
  /** What it is when nobody says anything, for people where it is found out at the start. */
  readonly otherwise: string;
  /** Never printed: a token, or a URL that may hold a password. */
  readonly isSecret?: boolean;
}

const NONE = '(none)';

/**
 * Everything that can be set from outside, in the order in which it is looked up: flag, environment, file, default.
 * tools/settings.test.ts compares it with what the programs read.
 */
export const SETTINGS: readonly Setting[] = [
  {
    program: 'all',
    name: 'home',
    flag: '--home',
    variables: ['RINGMASTER_HOME'],
    otherwise: "the user's data directory",
  },
  {
    program: 'all',
    name: 'cache',
    variables: ['RINGMASTER_CACHE', 'XDG_CACHE_HOME'],
    otherwise: '~/.cache/ringmaster',
  },
  {
    program: 'cli',
    name: 'url',
    flag: '--url',
    variables: ['RINGMASTER_URL'],
    file: 'endpoint.url',
    otherwise: '(no coordinator runs on the home directory)',
  },
  {
    program: 'cli',
    name: 'token-file',
    flag: '--token-file',
    variables: ['RINGMASTER_TOKEN_FILE'],
    otherwise: '<home>/token',
  },
  {
    program: 'cli',
    name: 'token',
    variables: ['RINGMASTER_TOKEN'],
    file: 'token',
    otherwise: '(made by the first coordinator)',
    isSecret: true,
  },
  {
    program: 'cli',
    name: 'ca-file',
    flag: '--ca-file',
    variables: ['RINGMASTER_CA_FILE'],
    otherwise: '<home>/tls/ca.crt, else the system',
  },
  { program: 'cli', name: 'timeout', flag: '--timeout', otherwise: "each call's own deadline" },
  {
    program: 'cli',
    name: 'color',
    variables: ['FORCE_COLOR', 'NO_COLOR', 'TERM'],
    otherwise: 'where a terminal is',
  },
  { program: 'coordinator', name: 'listen', flag: '--listen', otherwise: '127.0.0.1:0' },
  { program: 'coordinator', name: 'control-listen', flag: '--control-listen', otherwise: '127.0.0.1:0' },
  {
    program: 'coordinator',
    name: 'advertise',
    flag: '--advertise',
    otherwise: 'the host that it listens on',
  },
  { program: 'coordinator', name: 'tls', flag: '--tls', otherwise: 'auto' },
  {
    program: 'coordinator',
    name: 'artifacts',
    flag: '--artifacts',
    variables: ['RINGMASTER_ARTIFACTS'],
    otherwise: '<home>/artifacts',
  },
  {
    program: 'coordinator',
    name: 'quotas',
    flag: '--quotas',
    variables: ['RINGMASTER_QUOTAS'],
    file: 'quotas',
    otherwise: '(none)',
  },
  { program: 'coordinator', name: 'allow-code', flag: '--allow-code', otherwise: 'no' },
  { program: 'coordinator', name: 'log-level', flag: '--log-level', otherwise: 'info' },
  {
    program: 'coordinator',
    name: 'redis-url',
    variables: ['REDIS_URL'],
    otherwise: '(a private Redis below the home directory)',
    isSecret: true,
  },
  {
    program: 'coordinator',
    name: 'redis-server',
    variables: ['RINGMASTER_REDIS_SERVER'],
    file: 'setup.redis',
    otherwise: 'redis-server of PATH',
  },
  {
    program: 'worker',
    name: 'coordinator',
    flag: '--coordinator',
    variables: ['RINGMASTER_COORDINATOR'],
    file: 'endpoint.control',
    otherwise: '(no coordinator runs on the home directory)',
  },
  {
    program: 'worker',
    name: 'token-file',
    flag: '--token-file',
    variables: ['RINGMASTER_TOKEN_FILE'],
    otherwise: '<home>/token',
  },
  { program: 'worker', name: 'tls', flag: '--tls', otherwise: 'auto' },
  {
    program: 'worker',
    name: 'tls-dir',
    flag: '--tls-dir',
    variables: ['RINGMASTER_TLS_DIR'],
    otherwise: '<home>/tls',
  },
  { program: 'worker', name: 'name', flag: '--name', otherwise: "the host's name" },
  { program: 'worker', name: 'slots', flag: '--slots', otherwise: 'one a GPU, else 1' },
  { program: 'worker', name: 'cpu-threads', flag: '--cpu-threads', otherwise: '1' },
  { program: 'worker', name: 'device', flag: '--device', otherwise: 'auto' },
  { program: 'worker', name: 'advertise', flag: '--advertise', otherwise: '127.0.0.1' },
  { program: 'worker', name: 'data-ports', flag: '--data-ports', otherwise: 'any' },
  { program: 'worker', name: 'data-root', flag: '--data-root', otherwise: NONE },
  {
    program: 'worker',
    name: 'data-cache',
    flag: '--data-cache',
    otherwise: formatBytes(LIMITS.dataCacheBytes),
  },
  {
    program: 'worker',
    name: 'drain-grace',
    flag: '--drain-grace',
    otherwise: formatDuration(LIMITS.drainGraceMs),
  },
  {
    program: 'worker',
    name: 'coordinator-grace',
    flag: '--coordinator-grace',
    variables: ['RINGMASTER_COORDINATOR_GRACE'],
    otherwise: formatDuration(LIMITS.coordinatorGraceMs),
  },
  { program: 'worker', name: 'allow-code', flag: '--allow-code', otherwise: 'no' },
  { program: 'worker', name: 'notice-file', flag: '--notice-file', otherwise: NONE },
  { program: 'worker', name: 'notice-command', flag: '--notice-command', otherwise: NONE },
  {
    program: 'worker',
    name: 'notice-grace',
    flag: '--notice-grace',
    otherwise: formatDuration(LIMITS.noticeGraceMs),
  },
  { program: 'worker', name: 'log-level', flag: '--log-level', otherwise: 'info' },
];
