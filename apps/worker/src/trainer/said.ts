import { LIMITS } from '@ringmaster/contracts';
import type { FromTrainer } from '../ipc/messages.js';

/** What the coordinator must have heard for the job to go on; saying it again changes nothing. */
const LASTING: ReadonlySet<FromTrainer['type']> = new Set([
  'ready',
  'running',
  'sealed',
  'checkpoint',
  'spooled',
  'left',
  'draining',
  'finished',
]);

/** What was said, for an agent that may not have heard or passed on all of it. */
export interface Said {
  /** Everything that is said goes through here. */
  note(message: FromTrainer): void;
  /** Said while nobody listens; progress is dropped, and what is beyond `LIMITS.outboxEvents`. */
  keep(message: FromTrainer): void;
  /** The latest of every kind that lasts, in the order in which they were said, then what was kept. */
  replay(): readonly FromTrainer[];
}

export function createMemory(): Said {
  const latest = new Map<FromTrainer['type'], FromTrainer>();
  let kept: FromTrainer[] = [];
  return {
    note(message) {
      // Every job begins anew.
      if (message.type === 'ready') latest.clear();
      if (!LASTING.has(message.type)) return;
      latest.delete(message.type);
      latest.set(message.type, message);
    },
    keep(message) {
      if (message.type !== 'progress' && !LASTING.has(message.type) && kept.length < LIMITS.outboxEvents)
        kept.push(message);
    },
    replay() {
      const now = [...latest.values(), ...kept];
      kept = [];
      return now;
    },
  };
}
