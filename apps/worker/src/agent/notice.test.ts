import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, silentLogger } from '@ringmaster/core';
import { isAlive } from '@ringmaster/store/processes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../config.js';
import type { DrainWish } from './drain.js';
import { noticeFrom } from './notice.js';

let directory = '';
let asked: AbortController;
let cleanup: (() => unknown)[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rm-notice-'));
  asked = new AbortController();
  cleanup = [];
});
afterEach(async () => {
  asked.abort();
  for (const end of cleanup) await end();
  await rm(directory, { recursive: true, force: true });
});

/** Time that passes when somebody waits for just so long, after what happens `meanwhile`. */
function manualTime() {
  const timers = new Set<{ readonly ms: number; readonly run: () => void }>();
  let look = (): void => undefined;
  const clock: Clock = {
    ...{ monotonicMs: () => 0, wallMs: () => 0 },
    after: (ms, run) => {
      const timer = { ms, run };
      timers.add(timer);
      look();
      return () => timers.delete(timer);
    },
  };
  const waiting = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      look = () => [...timers].some((timer) => timer.ms === ms) && resolve();
      look();
    });
  const passes = async (ms: number, meanwhile?: () => Promise<void>): Promise<void> => {
    await waiting(ms);
    await meanwhile?.();
    for (const timer of [...timers].filter((one) => one.ms === ms)) {
      timers.delete(timer);
      timer.run();
    }
  };
  return { clock, passes };
}

function asking(...flags: string[]) {
  const { clock, passes } = manualTime();
  const said: string[] = [];
  const config = loadConfig(['--home', directory, '--notice-grace', '30s', ...flags], {});
  const logger = { ...silentLogger, warn: (message: string) => void said.push(message) };
  const notice = noticeFrom(config, { clock, logger });
  if (!notice) throw new Error('nobody is asked for a notice');
  const heard: DrainWish[] = [];
  const asks = notice(asked.signal).then((wish) => void heard.push(wish));
  asks.catch(() => undefined);
  return { asks, heard, passes, said };
}
const byFile = () => asking('--notice-file', join(directory, 'notice'));
const byCommand = (command: string) => asking('--notice-command', command);
const inDirectory = (name: string) => join(directory, name);

/** What the shell runs for a process that leaves its group, holds its output open, and writes its id down. */
const escaping = (file: string): string => {
  const script = `const { spawn } = require('node:child_process');
    const { pid } = spawn('/bin/sleep', ['600'], { detached: true, stdio: 'inherit' });
    require('node:fs').writeFileSync('${file}', String(pid));
    setInterval(() => {}, 1000);`;
  return `'${process.execPath}' -e "${script.replaceAll('\n', ' ')}"`;
};

/** The process id in a file, once it is there. */
async function writtenBy(file: string): Promise<number> {
  for (;;) {
    const pid = Number(await readFile(file, 'utf8').catch(() => ''));
    if (pid > 0) return pid;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('the notice that a machine is taken away', () => {
  it('is asked of nobody unless somebody was named', () => {
    const config = loadConfig(['--home', directory], {});
    expect(noticeFrom(config, { clock: manualTime().clock, logger: silentLogger })).toBeUndefined();
  });

  it('is a file that appears, and what is in it the reason', async () => {
    const { asks, heard, passes } = byFile();
    await passes(LIMITS.noticeEveryMs);
    expect(heard).toEqual([]);
    await passes(LIMITS.noticeEveryMs, () =>
      writeFile(inDirectory('notice'), 'spot instance ends at 12:00\nmore of it'),
    );
    await asks;
    const reason = 'notice that this machine is taken away: spot instance ends at 12:00';
    expect(heard).toEqual([{ reason, graceMs: 30_000 }]);
  });

  it('is an empty file too', async () => {
    await writeFile(inDirectory('notice'), '');
    const { asks, heard } = byFile();
    await asks;
    expect(heard).toEqual([{ reason: 'notice that this machine is taken away', graceMs: 30_000 }]);
  });

  it('is a command that exits with 0, and the first line that it prints the reason', async () => {
    const command = `echo terminate; echo more; test -e '${inDirectory('taken')}'`;
    const { asks, heard, passes } = byCommand(command);
    await passes(LIMITS.noticeEveryMs);
    expect(heard).toEqual([]);
    await passes(LIMITS.noticeEveryMs, () => writeFile(inDirectory('taken'), ''));
    await asks;
    const reason = 'notice that this machine is taken away: terminate';
    expect(heard).toEqual([{ reason, graceMs: 30_000 }]);
  });

  it.each([
    ['fails', 'echo said; exit 3'],
    ['is killed', 'echo said; kill -9 $$'],
    ['is not there', './no-such-command'],
  ])('is not given by a command that %s, and asked for again', async (_how, command) => {
    const { heard, passes } = byCommand(command);
    for (let look = 0; look < 2; look++) await passes(LIMITS.noticeEveryMs);
    expect(heard).toEqual([]);
  });

  it('is not given by a command that hangs; it is ended, and asked again', async () => {
    const { heard, passes, said } = byCommand('echo said; sleep 600');
    for (let look = 0; look < 2; look++) {
      await passes(LIMITS.noticeCommandMs);
      await passes(LIMITS.noticeEveryMs);
    }
    expect(heard).toEqual([]);
    expect(said[0]).toBe('the notice command did not end within 5000 ms; it is ended');
  });

  it('is asked for again also when a hanging command left something behind that holds its output', async () => {
    const file = inDirectory('pid');
    const { heard, passes } = byCommand(escaping(file));
    const left = await writtenBy(file);
    cleanup.push(() => process.kill(left, 'SIGKILL'));
    await passes(LIMITS.noticeCommandMs);
    await passes(LIMITS.noticeEveryMs);
    expect(heard).toEqual([]);
  });

  it('is not waited for any more when the worker ends, and a command that runs is ended', async () => {
    const early = byCommand('sleep 600');
    asked.abort(new Error('the worker ends'));
    await expect(early.asks).rejects.toThrow('the worker ends');

    asked = new AbortController();
    const { asks } = byCommand(`echo $$ > '${inDirectory('pid')}'; sleep 600`);
    const pid = await writtenBy(inDirectory('pid'));
    asked.abort(new Error('the worker ends'));
    await expect(asks).rejects.toThrow('the worker ends');
    expect(isAlive(pid)).toBe(false);
  });
});
