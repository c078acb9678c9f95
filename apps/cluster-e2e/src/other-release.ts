import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = new URL('../../../', import.meta.url).pathname;

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

type Program = 'cli/main.js' | 'coordinator/main.js' | 'worker/agent.js';

/** Command line, coordinator and worker, built from these sources with other version numbers. */
export interface OtherRelease {
  /** To its end, at most a minute. */
  run(program: Program, args: readonly string[], home: string): Promise<Ended>;
  /** Ended by `remove` at the latest. */
  start(program: Program, args: readonly string[], home: string): ChildProcess;
  remove(): void;
}

export async function buildOtherRelease(versionFile: string): Promise<OtherRelease> {
  // Inside node_modules, so that npm packages are found from there.
  const cache = join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const root = mkdtempSync(join(cache, 'other-release-'));
  // As in a package: by this name its processes are known.
  const dir = join(root, 'dist');
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      'cli/main': 'apps/cli/src/main.ts',
      'coordinator/main': 'apps/coordinator/src/main.ts',
      'worker/agent': 'apps/worker/src/main.ts',
      'worker/trainer': 'apps/worker/src/trainer/main.ts',
      'worker/network': 'apps/worker/src/network/main.ts',
      'worker/batches': 'apps/worker/src/batches/main.ts',
    },
    outdir: dir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [
      {
        name: 'other version numbers, and npm packages stay packages',
        setup: (api) => {
          api.onLoad({ filter: /libs\/contracts\/src\/version\.ts$/ }, () => ({ contents: versionFile }));
          api.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@ringmaster/') ? undefined : { path, external: true },
          );
        },
      },
    ],
    logLevel: 'warning',
  });
  const children = new Set<ChildProcess>();
  const start: OtherRelease['start'] = (program, args, home) => {
    const child = spawn(process.execPath, [join(dir, program), ...args], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], RINGMASTER_HOME: home, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    return child;
  };
  return {
    start,
    run: (program, args, home) =>
      new Promise((resolve, reject) => {
        const child = start(program, args, home);
        let output = '';
        for (const stream of [child.stdout, child.stderr])
          stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
        const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
        child.once('error', reject);
        child.once('close', (code) => {
          clearTimeout(timer);
          resolve({ code, output });
        });
      }),
    remove: () => {
      for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
}
