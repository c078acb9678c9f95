import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = new URL('../../../', import.meta.url).pathname;
const CHECKOUT = join(ROOT, 'apps/cli/bin/ringmaster.mjs');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A user's environment: nothing of the npm that runs this test, no other cluster; the cache stays warm. */
function environment(home: string): NodeJS.ProcessEnv {
  const isForeign = (name: string) =>
    /^npm_/i.test(name) ||
    ['REDIS_URL', 'NODE_PATH', 'INIT_CWD'].includes(name) ||
    (name.startsWith('RINGMASTER_') && name !== 'RINGMASTER_CACHE');
  const kept = Object.entries(process.env).filter(([name]) => !isForeign(name));
  return { ...Object.fromEntries(kept), RINGMASTER_HOME: home, NO_COLOR: '1' };
}

const run = (
  command: string,
  args: readonly string[],
  { cwd, home, ms }: { readonly cwd: string; readonly home: string; readonly ms: number },
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: environment(home), stdio: ['ignore', 'pipe', 'pipe'] });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
    const timer = setTimeout(() => child.kill('SIGKILL'), ms);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...out });
    });
  });

/** Command lines of live processes that name a directory. */
function processesIn(directory: string): readonly string[] {
  const commandOf = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(commandOf)
    .filter((command) => command.includes(directory));
}

describe('the package, installed into an empty directory', () => {
  const dir = mkdtempSync(join(tmpdir(), 'rm-installed-'));
  const project = join(dir, 'project');
  const [home, homeOfCheckout] = [join(dir, 'home'), join(dir, 'home-of-checkout')];
  const example = 'node_modules/ringmaster/examples/mlp-blobs.yaml';
  const inProject = (command: string, args: readonly string[], ms = 60_000) =>
    run(command, args, { cwd: project, home, ms });
  const ringmaster = (...args: string[]) => inProject('node_modules/.bin/ringmaster', args);
  let tarball = '';
  let reference = '';

  const weightsOf = ({ stdout, stderr }: Ended): string => {
    if (!stdout.startsWith('{')) throw new Error(`no JSON: ${stdout}\n${stderr}`);
    return (JSON.parse(stdout) as { weightsSha256: string }).weightsSha256;
  };

  beforeAll(async () => {
    mkdirSync(project);
    const packed = await run(process.execPath, [join(ROOT, 'tools/pack.mjs'), '--out', dir], {
      cwd: ROOT,
      home,
      ms: 60_000,
    });
    expect(packed.code, packed.stderr).toBe(0);
    tarball = packed.stdout.trim();
    const args = [
      'install',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts=false',
      tarball,
    ];
    const [installed, trained] = await Promise.all([
      inProject('npm', args, 180_000),
      run(process.execPath, [CHECKOUT, 'run', 'examples/mlp-blobs.yaml', '--workers', '1', '--json'], {
        cwd: ROOT,
        home: homeOfCheckout,
        ms: 120_000,
      }),
    ]);
    expect(installed.code, installed.stderr).toBe(0);
    reference = weightsOf(trained);
  }, 240_000);

  afterAll(async () => {
    if (existsSync(join(home, 'supervisor.json'))) await ringmaster('down');
    rmSync(dir, { recursive: true, force: true });
  });

  it('pins what it needs, and holds neither tests nor maps', () => {
    const manifest = JSON.parse(
      readFileSync(join(project, 'node_modules/ringmaster/package.json'), 'utf8'),
    ) as { version: string; dependencies: Record<string, string> };
    for (const [name, version] of Object.entries(manifest.dependencies))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(manifest.dependencies).not.toHaveProperty('@tensorflow/tfjs-node');
    const files = readdirSync(join(project, 'node_modules/ringmaster'), { recursive: true }) as string[];
    // An example of a model in TypeScript is there as it is written.
    const isExample = (name: string) => name.startsWith('examples/');
    expect(files.filter((name) => /\.(map|ts)$|[._]test\./.test(name) && !isExample(name))).toEqual([]);
  });

  it('is set up by one command that may be repeated', async () => {
    const before = await ringmaster('setup', '--check');
    expect(before.stdout).toContain('missing  cpu engine');
    expect(before.code).toBe(1);
    const setUp = await inProject('npx', ['ringmaster', 'setup', '--json'], 120_000);
    expect(setUp.code, setUp.stderr).toBe(0);
    expect(JSON.parse(setUp.stdout)).toMatchObject({ isComplete: true });
    expect(setUp.stderr).toContain(`next: ringmaster run ${example}`);
    const again = await ringmaster('setup', '--check');
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('ok       cpu engine')]);
  });

  it('runs a cluster, trains an example to the same weights, and leaves nothing behind', async () => {
    const up = await inProject('npx', ['ringmaster', 'up', '--detach', '--workers', '2'], 90_000);
    expect(up.code, up.stderr).toBe(0);
    const trained = await ringmaster('run', example, '--workers', '2', '--json');
    expect(trained.code, trained.stderr).toBe(0);
    expect(weightsOf(trained)).toBe(reference);
    expect(trained.stdout).toMatch(/"backend": "tensorflow/);
    expect((await ringmaster('doctor')).stdout).toMatch(/ok +engine/);
    expect((await ringmaster('down')).code).toBe(0);
    expect(processesIn(dir)).toEqual([]);
  });
});
