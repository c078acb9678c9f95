// An S3 server for tests: moto (https://docs.getmoto.org), from PyPI, kept in the cache. Prints one line
// `s3 <url>` when it answers, and runs until its stdin ends. Exit code 3, and the reason, where it cannot be had.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cacheRoot, publish } from './setup/cache.mjs';
import { withLock } from './setup/lock.mjs';
import { execute, phase, say } from './setup/progress.mjs';

const PACKAGES = ['moto[s3]==5.2.5', 'flask==3.1.3', 'flask-cors==6.0.5'];
const INSTALL_MS = 300_000;
const START_MS = 60_000;
const CANNOT = 3;

const cache = cacheRoot(process.env);
const target = join(cache, 'moto', 's3-5.2.5');

/** `pip --target` needs neither venv nor ensurepip, and its directory may be moved into place. */
async function install() {
  if (existsSync(target)) return;
  await withLock(join(cache, 'locks', 'moto'), async () => {
    if (existsSync(target)) return;
    await phase('installing an S3 server for tests (moto, from PyPI; once)', () =>
      publish(target, async (dir) => {
        const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
        const args = ['-m', 'pip', 'install', ...quiet, '--target', dir, ...PACKAGES];
        await execute('python3', args, { timeoutMs: INSTALL_MS });
      }),
    );
  });
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function serve() {
  const port = await freePort();
  const server = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    env: { ...process.env, PYTHONPATH: target, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  server.stderr.on('data', (chunk) => (log = (log + chunk).slice(-4_000)));
  const ended = new Promise((resolve) => server.once('close', resolve));
  const stop = () => server.kill('SIGKILL');
  process.once('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit());
  process.stdin.once('end', () => process.exit()).resume();
  const url = `http://127.0.0.1:${port}`;
  const giveUpAt = Date.now() + START_MS;
  while (!(await answers(url))) {
    if (server.exitCode !== null || Date.now() > giveUpAt) throw new Error(`moto did not start: ${log}`);
    await pause(100);
  }
  process.stdout.write(`s3 ${url}\n`);
  await ended;
}

const answers = (url) =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );

try {
  await install();
} catch (cause) {
  say(`no S3 server for tests: ${cause.message}`);
  process.exit(CANNOT);
}
await serve();
