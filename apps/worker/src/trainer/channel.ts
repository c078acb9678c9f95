import { connect, type Socket } from 'node:net';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, sleep, TrainError } from '@ringmaster/core';
import { frameReader, writeFrame } from '../ipc/frames.js';
import { type FromTrainer, type Introduction, parseMessage, ToTrainer } from '../ipc/messages.js';
import { createMemory } from './said.js';

/** The trainer's end of the line to its agent. */
export interface AgentChannel {
  say(message: FromTrainer): void;
  /** Resolves when the agent's side has everything that was said before. */
  sayLast(message: FromTrainer): Promise<void>;
  onMessage(listener: (message: ToTrainer) => void): void;
  /** Called once, when the agent is gone for good. */
  onClosed(listener: () => void): void;
}

export interface Adoption {
  /** Where the agent that comes after this one listens. */
  readonly socket: string;
  /** How long a trainer with a job waits for it. */
  readonly orphanMs: number;
  /** Who this trainer is; undefined when it has nothing to go on with: then it ends with its agent. */
  introduce(): Introduction | undefined;
  readonly clock: Clock;
  /** Tells people. */
  readonly log: (message: string) => void;
}

const DIAL_EVERY_MS = 100;

/**
 * The channel to the agent that started this process, and after its death, for a limited time, to the one that comes
 * after it.
 * @throws TrainError `internal` when this process was not started by an agent
 */
export function openChannel(host: NodeJS.Process, adoption?: () => Adoption | undefined): AgentChannel {
  if (!host.send) throw new TrainError('internal', 'a trainer is started by an agent, not by hand');
  const memory = createMemory();
  let listener = (_message: ToTrainer): void => undefined;
  let closed = (): void => undefined;
  let write = (message: FromTrainer, done: () => void): void => {
    if (host.connected) host.send?.(message, undefined, undefined, done);
    else done();
  };

  const adoptedBy = (socket: Socket, introduction: Introduction): void => {
    writeFrame(socket, introduction);
    for (const message of memory.replay()) writeFrame(socket, message);
    write = (message, done) => writeFrame(socket, message, done);
  };

  const orphaned = async (): Promise<void> => {
    const o = adoption?.();
    if (!o?.introduce()) return closed();
    write = (message, done) => {
      memory.keep(message);
      done();
    };
    const endMs = o.clock.monotonicMs() + o.orphanMs;
    o.log(`the worker is gone; this rank goes on and waits ${o.orphanMs} ms for the next one`);
    while (o.clock.monotonicMs() < endMs) {
      const introduction = o.introduce();
      if (!introduction) break;
      const socket = await dial(o.socket);
      if (socket) {
        const read = frameReader((raw) => listener(parseMessage(ToTrainer, raw)));
        socket.on('data', (chunk: Buffer) => {
          try {
            read(chunk);
          } catch (error) {
            o.log(`the worker says what cannot be read: ${String(error)}`);
            socket.destroy();
          }
        });
        socket.once('close', () => void orphaned());
        adoptedBy(socket, introduction);
        return o.log('a worker took this rank over');
      }
      await sleep(o.clock, DIAL_EVERY_MS);
    }
    closed();
  };

  host.on('message', (raw) => listener(parseMessage(ToTrainer, raw)));
  host.once('disconnect', () => void orphaned());
  const send = (message: FromTrainer, done: () => void): void => {
    memory.note(message);
    write(message, done);
  };
  return {
    say: (message) => send(message, () => undefined),
    sayLast: (message) => new Promise((resolve) => send(message, resolve)),
    onMessage: (next) => (listener = next),
    onClosed: (next) => (closed = next),
  };
}

/** Undefined when nobody answers. */
function dial(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.setTimeout(LIMITS.connectMs, () => socket.destroy());
    socket.once('connect', () => {
      socket.setTimeout(0);
      resolve(socket);
    });
    socket.on('error', () => resolve(undefined));
    socket.once('close', () => resolve(undefined));
  });
}
