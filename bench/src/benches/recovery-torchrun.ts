import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sleep, systemClock, TrainError } from '@ringmaster/core';
import { z } from 'zod';
import type { Settings } from '../core/settings.js';
import { peerEnvironment, requirePython } from '../core/sides.js';
import { KILLED_AT } from './recovery-cluster.js';

/** A line of the script: this process has done this step, in its life after so many restarts. */
const StepLine = z.object({ rank: z.int(), pid: z.int(), step: z.int(), restarts: z.int() });

const LONGEST_MS = 180_000;
const STOP_MS = 15_000;
/** Of what torchrun says on stderr, for its failure. */
const KEPT_CHARACTERS = 2_000;

/**
 * A store of its own for every restart. Otherwise the agent shares one with all of them (PyTorch 2.15 puts no attempt before
 * its keys), and ranks that were restarted find the addresses of those before them, which nobody listens at any more.
 */
const FRESH_STORE = { TORCH_DISABLE_SHARE_RDZV_TCP_STORE: '1' };

/** Seconds from SIGKILL of the last rank to the end of rank 0's next step, after torchrun has restarted all of them. */
export async function torchrunRecovery(settings: Settings, ranks: number): Promise<number> {
  const snapshot = join(settings.places.scratch, `recovery-${randomBytes(4).toString('hex')}.pt`);
  const launcher = [
    '-m',
    'torch.distributed.run',
    `--nproc-per-node=${ranks}`,
    '--max-restarts=3',
    '--standalone',
  ];
  const child = spawn(
    requirePython(settings),
    [...launcher, join(settings.places.peerScripts, 'recovery_torch.py')],
    {
      env: { ...settings.env, ...peerEnvironment(settings, 1), ...FRESH_STORE, SNAPSHOT: snapshot },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const pids = new Set<number>();
  const timer = setTimeout(() => child.kill('SIGTERM'), LONGEST_MS);
  try {
    return await secondsToNextStep(child, { ranks, seen: (pid) => pids.add(pid) });
  } finally {
    clearTimeout(timer);
    await end(child, pids);
    rmSync(snapshot, { force: true });
  }
}

async function secondsToNextStep(
  child: ChildProcess,
  { ranks, seen }: { readonly ranks: number; readonly seen: (pid: number) => void },
): Promise<number> {
  const pids = new Map<number, number>();
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-KEPT_CHARACTERS)));
  let killedMs: number | undefined;
  for await (const text of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const line = readLine(text);
    if (!line) continue;
    pids.set(line.rank, line.pid);
    seen(line.pid);
    if (killedMs !== undefined && line.rank === 0 && line.restarts > 0)
      return (performance.now() - killedMs) / 1_000;
    const victim = pids.get(ranks - 1);
    if (killedMs !== undefined || victim === undefined || line.rank !== 0 || line.step < KILLED_AT) continue;
    killedMs = performance.now();
    process.kill(victim, 'SIGKILL');
  }
  throw new TrainError(
    'unavailable',
    `torchrun ended ${killedMs === undefined ? 'before a rank could be killed' : 'before it had recovered'}: ${said}`,
  );
}

/** Launchers print more than the script. */
function readLine(text: string): z.output<typeof StepLine> | undefined {
  try {
    return StepLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The launcher ends its ranks when it is asked to; they are no children of ours. */
async function end(child: ChildProcess, ranks: ReadonlySet<number>): Promise<void> {
  const gone = new Promise((resolve) => child.once('close', resolve));
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await Promise.race([gone, sleep(systemClock, STOP_MS)]);
    child.kill('SIGKILL');
  }
  for (const pid of ranks)
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it has ended
    }
}
