import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Session } from '../session/session.js';
import { describeExit } from './child.js';
import { tailOf } from './process-tail.js';
import { until } from './until.js';

/** Runs `ringmaster up` as a process that outlives this one; resolves when it has said that it is ready. */
export async function upInBackground(session: Session, args: readonly string[]): Promise<void> {
  const { home, clock, distDir, environment } = session;
  const logFile = join(home.processLogsDir, 'up.log');
  mkdirSync(home.processLogsDir, { recursive: true, mode: 0o700 });
  const log = openSync(logFile, 'w', 0o600);
  const main = join(distDir, 'cli/main.js');
  const child = spawn(process.execPath, [main, 'up', '--home', home.root, ...args], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...environment.inherited },
  });
  closeSync(log);
  const ended = new AbortController();
  child.once('error', (error) => ended.abort(new TrainError('internal', `cannot start: ${error.message}`)));
  child.once('exit', (code, signal) => {
    const exit = describeExit({ code, signal });
    void tailOf(logFile, 10).then((lines) =>
      ended.abort(
        new TrainError('unavailable', [`the cluster ended while starting (${exit}):`, ...lines].join('\n  ')),
      ),
    );
  });
  const interruption = session.interrupts.listen(() => child.kill('SIGTERM'));
  try {
    await until(
      { clock, ms: 2 * LIMITS.clusterStartMs, what: 'the cluster was ready', signal: ended.signal },
      async () => ((await tailOf(logFile, 20)).some((line) => line.startsWith('url ')) ? true : undefined),
    );
  } finally {
    interruption();
  }
  child.unref();
}
