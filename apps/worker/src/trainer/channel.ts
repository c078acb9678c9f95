import { TrainError } from '@ringmaster/core';
import { type FromTrainer, parseMessage, ToTrainer } from '../ipc/messages.js';

/** The trainer's end of the line to its agent. */
export interface AgentChannel {
  say(message: FromTrainer): void;
  /** Resolves when the agent's side has everything that was said before. */
  sayLast(message: FromTrainer): Promise<void>;
  onMessage(listener: (message: ToTrainer) => void): void;
  /** Called once, when the agent is gone. */
  onClosed(listener: () => void): void;
}

/** @throws TrainError `internal` when this process was not started by an agent */
export function openChannel(host: NodeJS.Process): AgentChannel {
  if (!host.send) throw new TrainError('internal', 'a trainer is started by an agent, not by hand');
  const send = (message: FromTrainer, done: () => void) => {
    if (host.connected) host.send?.(message, undefined, undefined, done);
    else done();
  };
  return {
    say: (message) => send(message, () => undefined),
    sayLast: (message) => new Promise((resolve) => send(message, resolve)),
    onMessage: (listener) => host.on('message', (raw) => listener(parseMessage(ToTrainer, raw))),
    onClosed: (listener) => host.once('disconnect', listener),
  };
}
