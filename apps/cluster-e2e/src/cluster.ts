import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EndpointFile, homeLayout, JobView, TERMINAL_STATES, tlsLayout } from '@ringmaster/contracts';
import { rawCall } from './raw-call.js';

/** Of the repository: as deep below it as this file are bundles of it. */
export const ROOT = new URL('../../../', import.meta.url).pathname;
const CLI = join(ROOT, 'apps/cli/bin/ringmaster.mjs');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One home directory, the processes that serve it, and the CLI pointed at it. */
export interface Cluster {
  readonly home: string;
  /** What a process that belongs to this home is started with. */
  readonly environment: NodeJS.ProcessEnv;
  /** Runs one CLI command to its end. */
  cli(args: readonly string[], options?: { timeoutMs?: number }): Promise<CliResult>;
  /** The same with `--json`; fails with everything that was printed unless stdout is one JSON document. */
  json<T>(args: readonly string[], options?: { timeoutMs?: number }): Promise<T>;
  /** Names of a job's artifacts, as `show` lists them. */
  artifacts(id: string): Promise<readonly string[]>;
  /** Runs an example to its end: `workers` 2, `set` the values of `--set`, `timeoutMs` 600,000. */
  example(
    name: string,
    options?: {
      workers?: number;
      set?: readonly string[];
      /** More arguments of `ringmaster run`. */
      args?: readonly string[];
      timeoutMs?: number;
    },
  ): Promise<ExampleRun>;
  /** Starts `ringmaster up` and waits until its workers have joined. */
  up(options?: {
    workers?: number;
    slots?: number;
    dataRoots?: readonly string[];
    /** More arguments of `ringmaster up`. */
    args?: readonly string[];
    /** A command that runs the rest of its command line in surroundings of its own. */
    within?: readonly string[];
  }): Promise<void>;
  /** One more worker, by `ringmaster worker start`; ended with the cluster. */
  startWorker(args: readonly string[]): Promise<StartedWorker>;
  /** Submits and returns the id. */
  submit(args: readonly string[]): Promise<string>;
  job(id: string): Promise<JobView>;
  /** Polls until the predicate holds. */
  waitFor(
    id: string,
    what: string,
    predicate: (job: JobView) => boolean,
    timeoutMs?: number,
  ): Promise<JobView>;
  waitForEnd(id: string, timeoutMs?: number): Promise<JobView>;
  endpoint(): EndpointFile;
  token(): string;
  /** Pids of live processes that belong to this home, by command line. */
  processes(what: 'coordinator' | 'agent' | 'trainer' | 'redis' | 'any'): readonly number[];
  /** Stops `up` politely, then whatever is left, and removes the home. */
  close(): Promise<void>;
}

/** What `run --json` says of a job that has ended. */
export interface ExampleRun {
  readonly jobId: string;
  readonly state: string;
  readonly weightsSha256: string;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface StartedWorker {
  /** Resolves with its exit status. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

const PATTERNS = {
  coordinator: /dist\/coordinator\/main\.js/,
  agent: /dist\/worker\/agent\.js/,
  trainer: /dist\/worker\/trainer\.js/,
  redis: /redis-server/,
  any: /dist\/(coordinator|worker)\/|redis-server|ringmaster\.mjs/,
} as const;

/** `variables` join the environment of every process of the cluster. */
export function createCluster(variables: Readonly<Record<string, string>> = {}): Cluster {
  const home = mkdtempSync(join(tmpdir(), 'rm-e2e-'));
  const layout = homeLayout(home);
  let supervisor: ChildProcess | undefined;
  let supervisorLog = '';

  const cli: Cluster['cli'] = (args, options) => runCli({ home, variables }, args, options);

  const json = async <T>(args: readonly string[], options?: { timeoutMs?: number }): Promise<T> => {
    const result = await cli([...args, '--json'], options);
    try {
      return JSON.parse(result.stdout) as T;
    } catch {
      throw new Error(
        `\`${args.join(' ')}\` exited with ${result.code} and no JSON.\n${result.stdout}\n${result.stderr}`,
      );
    }
  };

  const endpoint = () => EndpointFile.parse(JSON.parse(readFileSync(layout.endpoint, 'utf8')));
  const token = () => readFileSync(layout.token, 'utf8').trim();
  const job = async (id: string): Promise<JobView> => {
    const { caCert } = tlsLayout(layout.tlsDir);
    const { text } = await rawCall(`${endpoint().url}/v1/jobs/${id}`, {
      headers: { authorization: `Bearer ${token()}` },
      ca: existsSync(caCert) ? readFileSync(caCert, 'utf8') : undefined,
    });
    return JobView.parse(JSON.parse(text));
  };

  const waitFor: Cluster['waitFor'] = async (id, what, predicate, timeoutMs = 90_000) => {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const view = await job(id).catch((error: unknown) => String(error));
      if (typeof view !== 'string' && predicate(view)) return view;
      if (Date.now() > until)
        throw new Error(
          `waited ${timeoutMs} ms for ${what}; last: ${JSON.stringify(view, undefined, 1)}\n${supervisorLog.slice(-4_000)}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  return {
    home,
    environment: environment({ home, variables }),
    cli,
    json,
    job,
    waitFor,
    artifacts: async (id) => {
      const { artifacts } = await json<{ artifacts: readonly { readonly name: string }[] }>(['show', id]);
      return artifacts.map(({ name }) => name);
    },
    example: (name, { workers = 2, set = [], args = [], timeoutMs = 600_000 } = {}) =>
      json<ExampleRun>(
        [
          ...['run', `examples/${name}.yaml`, '--workers', String(workers)],
          ...set.flatMap((one) => ['--set', one]),
          ...args,
        ],
        { timeoutMs },
      ),
    processes: (what) => processesOf(home, PATTERNS[what]),
    up: async ({ workers = 2, slots = 1, dataRoots = [], args = [], within = [] } = {}) => {
      const roots = dataRoots.flatMap((root) => ['--data-root', root]);
      const size = ['--workers', String(workers), '--slots', String(slots)];
      supervisor = spawnCli({ home, variables }, ['up', ...size, ...roots, ...args], within);
      for (const stream of [supervisor.stdout, supervisor.stderr])
        stream?.on('data', (chunk: Buffer) => (supervisorLog += chunk.toString()));
      const until = Date.now() + 90_000;
      for (;;) {
        if (existsSync(layout.endpoint)) {
          const seen = await json<{ workers: { state: string }[] }>(['worker', 'ls']).catch(() => undefined);
          if (seen?.workers.filter((worker) => worker.state === 'ready').length === workers) return;
        }
        if (Date.now() > until || supervisor.exitCode !== null)
          throw new Error(`up did not come up:\n${supervisorLog}`);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    startWorker: async (args) => {
      const child = spawnCli({ home, variables }, ['worker', 'start', ...args]);
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk: Buffer) => (supervisorLog += chunk.toString()));
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      return {
        stop: (signal) => {
          child.kill(signal);
          return ended;
        },
      };
    },
    submit: async (args) => (await json<{ jobId: string }>(['submit', ...args])).jobId,
    waitForEnd: (id, timeoutMs = 120_000) =>
      waitFor(id, 'the end', (view) => TERMINAL_STATES.has(view.state), timeoutMs),
    endpoint,
    token,
    close: async () => {
      if (supervisor && supervisor.exitCode === null) {
        const gone = new Promise((resolve) => supervisor?.once('close', resolve));
        supervisor.kill('SIGTERM');
        await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 20_000))]);
      }
      processesOf(home, PATTERNS.any).forEach(kill);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** What is gone already is no failure. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Where the processes of one cluster are at home. */
interface Place {
  readonly home: string;
  readonly variables: Readonly<Record<string, string>>;
}

function spawnCli(place: Place, args: readonly string[], within: readonly string[] = []) {
  const [command = '', ...rest] = [...within, process.execPath, CLI, ...args];
  return spawn(command, rest, { cwd: ROOT, env: environment(place), stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Without what would name another cluster; the cache stays. */
function environment({ home, variables }: Place): NodeJS.ProcessEnv {
  const isOurs = ([name]: [string, unknown]) =>
    name !== 'REDIS_URL' && (!name.startsWith('RINGMASTER_') || name === 'RINGMASTER_CACHE');
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(isOurs)),
    RINGMASTER_HOME: home,
    NO_COLOR: '1',
    ...variables,
  };
}

/** Live processes whose environment or command line names the home directory. */
function processesOf(home: string, pattern: RegExp): number[] {
  const read = (pid: string, file: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const command = read(pid, 'cmdline').replaceAll('\0', ' ');
      if (command === '' || !pattern.test(command)) return false;
      return command.includes(home) || read(pid, 'environ').includes(home);
    })
    .map(Number);
}

function runCli(
  place: Place,
  args: readonly string[],
  { timeoutMs = 150_000 }: { readonly timeoutMs?: number } = {},
): Promise<CliResult> {
  return new Promise((resolve) => {
    const child = spawnCli(place, args);
    const out = { stdout: '', stderr: '' };
    child.stdout?.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...out });
    });
  });
}
