import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { userPlaces } from '@ringmaster/contracts';
import { findRedisServer } from '@ringmaster/store';

/** A Redis that belongs to no coordinator, for `REDIS_URL`. */
export async function withOwnRedis<T>(work: (url: string) => Promise<T>): Promise<T> {
  const { cache } = userPlaces({
    variables: process.env,
    platform: process.platform,
    userDirectory: homedir(),
  });
  const searchPath = process.env['PATH'] ?? '';
  const { path } = await findRedisServer({ searchPath, candidates: [join(cache, 'redis', 'redis-server')] });
  const dir = mkdtempSync(join(tmpdir(), 'rm-redis-'));
  const port = await freePort();
  const flags = {
    bind: '127.0.0.1',
    port,
    dir,
    appendonly: 'yes',
    'maxmemory-policy': 'noeviction',
    save: '',
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn(path, args, { stdio: 'ignore' });
  try {
    return await work(`redis://127.0.0.1:${port}`);
  } finally {
    server.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
