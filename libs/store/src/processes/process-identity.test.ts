import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isAlive, isSameProcess, processIdentity, startTimeOf } from './process-identity.js';

describe('isSameProcess', () => {
  const identity = processIdentity(process.pid);

  it('knows a process by its id and its beginning', () => {
    expect(identity !== undefined).toBe(existsSync('/proc/self/stat'));
    expect(isSameProcess(process.pid, identity)).toBe(true);
    expect(isSameProcess(process.pid, startTimeOf(process.pid))).toBe(true);
    expect(isSameProcess(process.pid, 'of another boot/1')).toBe(false);
    expect(isSameProcess(process.pid, '1')).toBe(false);
  });

  it('goes by the id alone where no beginning was written down', () =>
    expect(isSameProcess(process.pid, undefined)).toBe(true));

  it('is false for what has ended', async () => {
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    await once(child, 'exit');
    expect(isAlive(child.pid ?? 0)).toBe(false);
    expect(isSameProcess(child.pid ?? 0, undefined)).toBe(false);
    expect(processIdentity(child.pid ?? 0)).toBe(undefined);
  });
});
