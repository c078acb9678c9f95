import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { HeldJob, JobQueue, QueuedJob } from '@ringmaster/scheduling';

interface Entry extends QueuedJob {
  readonly order: number;
  state: 'waiting' | 'held' | 'ended';
}

/** A {@link JobQueue} in memory, for tests and simulations. */
export function memoryJobQueue({ capacity = LIMITS.queuedJobs }: { capacity?: number } = {}): JobQueue {
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();
  let arrivals = 0;
  let closed = false;
  const changed = () => {
    for (const listener of listeners) queueMicrotask(listener);
  };
  const open = () => {
    if (closed) throw new TrainError('unavailable', 'the queue is closed');
  };
  const inOrder = () =>
    [...entries.values()]
      .filter((entry) => entry.state === 'waiting')
      .sort((a, b) => a.priority - b.priority || a.order - b.order);

  function held(entry: Entry): HeldJob {
    return {
      jobId: entry.jobId,
      priority: entry.priority,
      settle: async () => {
        open();
        entry.state = 'ended';
      },
      giveBack: async () => {
        open();
        if (entry.state !== 'held') return;
        entry.state = 'waiting';
        changed();
      },
    };
  }

  return {
    add: async ({ jobId, priority }) => {
      open();
      if (entries.has(jobId)) return;
      if (inOrder().length >= capacity)
        throw new TrainError('conflict', `${capacity} jobs wait already; ${jobId} was not added`);
      entries.set(jobId, { jobId, priority, order: arrivals++, state: 'waiting' });
      changed();
    },
    take: async () => {
      open();
      const entry = inOrder()[0];
      if (entry === undefined) return undefined;
      entry.state = 'held';
      return held(entry);
    },
    hold: async (jobId) => {
      open();
      const entry = entries.get(jobId);
      if (entry?.state !== 'waiting') return undefined;
      entry.state = 'held';
      return held(entry);
    },
    remove: async (jobId) => {
      open();
      return entries.get(jobId)?.state === 'waiting' && entries.delete(jobId);
    },
    waiting: async (limit) => {
      open();
      return inOrder()
        .slice(0, limit)
        .map((entry) => entry.jobId);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      listeners.clear();
    },
  };
}
