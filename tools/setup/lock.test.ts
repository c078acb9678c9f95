import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isStale, thisOwner, withLock } from './lock.mjs';
import {
  compareVersions,
  describeMissing,
  missingPrerequisites,
  unsupportedPlatform,
} from './prerequisites.mjs';

let dir: string;
let lock: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'ringmaster-lock-'));
  lock = join(dir, 'lock');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const lockedBy = (owner: object) => {
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, 'owner.json'), JSON.stringify(owner));
};

/** The pid of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn('node', ['-e', '']);
  await new Promise((resolve) => child.on('close', resolve));
  return child.pid!;
}

describe('isStale', () => {
  it('trusts a live owner, also on another host', () => {
    lockedBy(thisOwner());
    expect(isStale(lock)).toBe(false);
    lockedBy({ pid: 999_999_999, host: `not-${hostname()}` });
    expect(isStale(lock)).toBe(false);
  });

  it('knows a dead owner, a recycled pid, and an owner that died before signing', async () => {
    lockedBy({ pid: await deadPid(), host: hostname() });
    expect(isStale(lock)).toBe(true);
    lockedBy({ ...thisOwner(), start: '1' });
    expect(isStale(lock)).toBe(true);
    rmSync(join(lock, 'owner.json'));
    expect(isStale(lock)).toBe(false);
    expect(isStale(lock, Date.now() + 60_000)).toBe(true);
  });
});

describe('withLock', () => {
  it('lets one process in at a time', async () => {
    const program = `
      const { withLock } = await import(${JSON.stringify(fileURLToPath(new URL('lock.mjs', import.meta.url)))});
      const { appendFileSync } = await import('node:fs');
      await withLock(process.argv[1], async () => {
        appendFileSync(process.argv[2], 'in ');
        await new Promise((resolve) => setTimeout(resolve, 150));
        appendFileSync(process.argv[2], 'out ');
      });`;
    const log = join(dir, 'log');
    const children = [1, 2, 3, 4].map(() => spawn('node', ['--input-type=module', '-e', program, lock, log]));
    const codes = await Promise.all(
      children.map((child) => new Promise((resolve) => child.on('close', resolve))),
    );
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(4));
    expect(existsSync(lock)).toBe(false);
  });

  it('takes over from a killed owner, and frees the lock when the work throws', async () => {
    lockedBy({ pid: await deadPid(), host: hostname() });
    expect(await withLock(lock, async () => 'done')).toBe('done');
    await expect(withLock(lock, () => Promise.reject(new TypeError('no')))).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });

  it('gives up on a live owner at its deadline', async () => {
    lockedBy(thisOwner());
    await expect(withLock(lock, async () => 1, { deadlineMs: 300 })).rejects.toThrow(/stayed locked/);
  });
});

describe('prerequisites', () => {
  it('names what is missing with the command that installs it', async () => {
    const missing = await missingPrerequisites([
      { name: 'node', command: 'node', args: ['--version'], install: 'x' },
      { name: 'nope', command: 'no-such-program-of-ours', args: [], install: 'sudo apt-get install -y nope' },
    ]);
    expect(describeMissing(missing)).toEqual([
      'nope is missing; install it with: sudo apt-get install -y nope',
    ]);
  });

  it.each([
    [{ platform: 'linux', arch: 'x64', glibc: '2.36' }, undefined],
    [{ platform: 'linux', arch: 'arm64', glibc: '2.31' }, undefined],
    [{ platform: 'linux', arch: 'x64', glibc: '2.17' }, /glibc 2\.27/],
    [{ platform: 'linux', arch: 'x64', glibc: undefined }, /musl/],
    [{ platform: 'linux', arch: 'riscv64', glibc: '2.40' }, /riscv64/],
    [{ platform: 'darwin', arch: 'arm64', glibc: undefined }, /macOS/],
    [{ platform: 'win32', arch: 'x64', glibc: undefined }, /WSL 2/],
  ])('on %j', (platform, expected) => {
    const reason = unsupportedPlatform(platform);
    if (expected) expect(reason).toMatch(expected);
    else expect(reason).toBeUndefined();
  });

  it.each([
    ['6.2.14', '6.2.0', 1],
    ['6.0.9', '6.2.0', -1],
    ['7', '6.2.0', 1],
    ['6.2', '6.2.0', 0],
  ])('compares %s with %s', (a, b, sign) => expect(Math.sign(compareVersions(a, b))).toBe(sign));
});
