import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, sleep, TrainError } from '@ringmaster/core';
import { isAlive, isSameProcess, processIdentity } from '@ringmaster/store/processes';
import { z } from 'zod';
import { type Orphan, orphanAt } from './adopted-trainer.js';

const State = z.strictObject({
  agentId: z.string().min(1),
  pid: z.int().positive(),
  /** Its beginning: after a kill or a reboot the id may be somebody else's. Older versions do not write it. */
  process: z.string().optional(),
  trainers: z.array(z.int().positive()),
});

/** What one agent leaves to the next one of the same name and home: its id, its trainers, the place where they look for it. */
export interface Succession {
  readonly agentId: string;
  /** Path of the socket; undefined where it would be too long for one. */
  readonly socket: string | undefined;
  /** Where its ranks leave checkpoints for a coordinator that is away. */
  readonly spoolDir: string;
  /** Writes down which trainers have a rank, for the next agent. */
  readonly remember: (trainers: readonly number[]) => void;
  /** Listens for trainers of the agent before, and waits for those that live, at most `LIMITS.orphanJoinMs`. */
  adopt(onOrphan: (orphan: Orphan) => boolean, signal: AbortSignal): Promise<void>;
  /** An orderly end leaves nothing but what is still to be delivered, and then the id under which it will be taken. */
  close(): void;
}

/** What the kernel takes as the path of a socket. */
const SOCKET_PATH_BYTES = 100;

/** Agents of one name on one home take different places; one whose agent lives is taken. */
export function succession(o: {
  readonly agentsDir: string;
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
}): Succession {
  mkdirSync(o.agentsDir, { recursive: true, mode: 0o700 });
  const label = createHash('sha256').update(o.name).digest('hex').slice(0, 12);
  let place = 0;
  const fileOf = (ending: string) => join(o.agentsDir, `${label}-${place}.${ending}`);
  let before = readState(fileOf('json'));
  while (before && before.pid !== process.pid && isSameProcess(before.pid, before.process)) {
    place += 1;
    before = readState(fileOf('json'));
  }
  const agentId = before?.agentId ?? `agent-${randomBytes(8).toString('hex')}`;
  const path = fileOf('sock');
  const socket = Buffer.byteLength(path) <= SOCKET_PATH_BYTES ? path : undefined;
  if (socket === undefined)
    o.logger.warn('the path of the home directory is too long for a socket: trainers end with this worker', {
      path,
    });
  const own = processIdentity(process.pid);
  const remember = (trainers: readonly number[]) =>
    writeState(fileOf('json'), {
      ...{ agentId, pid: process.pid, trainers: [...trainers] },
      ...(own !== undefined && { process: own }),
    });
  remember(before?.trainers ?? []);
  let server: Server | undefined;

  return {
    agentId,
    socket,
    spoolDir: fileOf('spool'),
    remember,
    async adopt(onOrphan, signal) {
      if (socket === undefined) return;
      const taken = new Set<number>();
      server = await listen(
        socket,
        (orphan) => {
          const { pid } = orphan.introduction;
          o.logger.info('a trainer of the worker before is here', {
            pid,
            job: orphan.introduction.assignment.jobId,
          });
          if (!onOrphan(orphan)) orphan.taken.trainer.kill();
          taken.add(pid);
        },
        o.clock,
      );
      const endMs = o.clock.monotonicMs() + LIMITS.orphanJoinMs;
      const isAwaited = (pid: number) => !taken.has(pid) && isAlive(pid);
      while (before?.trainers.some(isAwaited) && o.clock.monotonicMs() < endMs)
        await sleep(o.clock, 50, signal);
    },
    close() {
      server?.close();
      if (holdsFiles(fileOf('spool'))) remember([]);
      else rmSync(fileOf('json'), { force: true });
      rmSync(path, { force: true });
    },
  };
}

/** Nobody but this user may connect: the directory is private, and so is the socket. */
function listen(path: string, onOrphan: (orphan: Orphan) => void, clock: Clock): Promise<Server> {
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    const cancel = clock.after(LIMITS.connectMs, () => socket.destroy());
    orphanAt(socket, clock)
      .then(onOrphan, () => socket.destroy())
      .finally(cancel);
  });
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new TrainError('unavailable', `cannot listen on ${path}: ${cause.message}`, { cause })),
    );
    server.listen(path, () => {
      chmodSync(path, 0o600);
      server.unref();
      resolve(server);
    });
  });
}

function holdsFiles(dir: string): boolean {
  try {
    return readdirSync(dir, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile());
  } catch {
    // Nothing was ever left there.
    return false;
  }
}

function readState(file: string): z.output<typeof State> | undefined {
  try {
    return State.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // None, or none that can be read: nobody to succeed.
    return undefined;
  }
}

function writeState(file: string, state: z.output<typeof State>): void {
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
