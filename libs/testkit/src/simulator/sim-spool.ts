import {
  type CheckpointSpool,
  checkpointsOver,
  type CheckpointStore,
  readSpooled,
  type SpooledFacts,
  spoolName,
} from '@ringmaster/training';
import { LIMITS } from '@ringmaster/contracts';
import { type Clocked, SimFiles } from './sim-files.js';

interface Place {
  readonly facts: SpooledFacts;
  readonly files: SimFiles;
  readonly sinceMs: number;
}

/** The spool on the disk of one host, whoever writes and reads it: it outlives its agent. */
export class SimSpool {
  readonly #places = new Map<string, Place>();

  /** Its disk is gone. */
  lose(): void {
    this.#places.clear();
  }

  /** As a rank writes to it; `pass` is called as often as a file is. */
  storeFor(process: Clocked, facts: SpooledFacts, pass: () => void): CheckpointStore {
    const name = spoolName(facts);
    const place = () => {
      const known = this.#places.get(name);
      const found = known ?? { facts, files: new SimFiles(false), sinceMs: process.clock.wallMs() };
      this.#places.set(name, found);
      return checkpointsOver(found.files.doorOf(process, pass), facts.jobId);
    };
    return {
      save: (...all) => place().save(...all),
      load: (...all) => place().load(...all),
      list: (...all) => place().list(...all),
      remove: (...all) => place().remove(...all),
    };
  }

  /** As an agent reads it. */
  openFor(process: Clocked): CheckpointSpool {
    const places = this.#places;
    return {
      dir: 'spool',
      entries: async (nowMs) => {
        const old = [...places].filter(([, { sinceMs }]) => nowMs - sinceMs > LIMITS.spoolKeepMs);
        const removed = old.map(([name]) => name);
        for (const name of removed) places.delete(name);
        return { entries: [...places].map(([name, { facts }]) => ({ name, facts })), removed, problems: [] };
      },
      checkpoints: ({ name, facts }, signal) => {
        const files = places.get(name)?.files ?? new SimFiles(false);
        const store = checkpointsOver(
          files.doorOf(process, () => undefined),
          facts.jobId,
        );
        return readSpooled(store, `spool/${name}`, signal);
      },
      remove: async ({ name }) => void places.delete(name),
    };
  }
}
