import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { env as environment } from 'node:process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** The command line as users get it: bundled, in a directory of its own, with a home of its own. */
export interface BundledCli {
  readonly distDir: string;
  readonly home: string;
  /** Puts a script where the coordinator's or the worker's bundle would be. */
  addScript(name: string, source: string): void;
  /** Runs it to its end. */
  run(args: readonly string[], options?: RunOptions): Promise<CliResult>;
  /** Starts it; the caller ends it. */
  start(args: readonly string[], options?: RunOptions): CliProcess;
  remove(): void;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly process: ChildProcess;
  readonly result: Promise<CliResult>;
  /** Resolves when the text has appeared on stderr or stdout. */
  saw(text: string): Promise<void>;
}

export async function bundleCli(): Promise<BundledCli> {
  // Inside node_modules, so that npm packages are found from there.
  const cache = join(repository, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const distDir = mkdtempSync(join(cache, 'ringmaster-cli-'));
  const home = mkdtempSync(join(tmpdir(), 'ringmaster-home-'));
  await build({
    absWorkingDir: repository,
    entryPoints: { 'cli/main': 'apps/cli/src/main.ts' },
    outdir: distDir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [
      {
        name: 'npm packages stay packages',
        setup: (api) => {
          api.onResolve({ filter: /^[^./]/ }, ({ path }) =>
            path.startsWith('@ringmaster/') || path === 'cli/main' ? undefined : { path, external: true },
          );
        },
      },
    ],
    logLevel: 'warning',
  });

  const start = (args: readonly string[], { env, stdin }: RunOptions = {}): CliProcess => {
    const child = spawn(process.execPath, [join(distDir, 'cli/main.js'), ...args], {
      env: { PATH: environment['PATH'], RINGMASTER_HOME: home, ...env },
      cwd: repository,
      stdio: 'pipe',
    });
    const output = { stdout: '', stderr: '' };
    const watchers = new Set<() => void>();
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
        watchers.forEach((watch) => watch());
      });
    child.stdin.on('error', () => undefined).end(stdin ?? '');
    const result = new Promise<CliResult>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, ...output }));
    });
    const saw = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const watch = () => {
          if (!`${output.stdout}${output.stderr}`.includes(text)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        void result.then(() =>
          reject(new Error(`ended without saying "${text}": ${JSON.stringify(output)}`)),
        );
      });
    return { process: child, result, saw };
  };

  return {
    distDir,
    home,
    addScript(name, source) {
      mkdirSync(dirname(join(distDir, name)), { recursive: true });
      writeFileSync(join(distDir, name), source);
    },
    run: (args, options) => start(args, options).result,
    start,
    remove() {
      rmSync(distDir, { recursive: true, force: true });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The one JSON document of `--json`. */
export const json = (result: CliResult): Record<string, unknown> =>
  JSON.parse(result.stdout) as Record<string, unknown>;

export const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
