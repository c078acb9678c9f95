import { compareRanked, type Ranked, type WaitingJob } from './request.js';

/** One job in a line; its rank does not change while it waits. */
export interface LineEntry extends Ranked {
  readonly owner: string;
  readonly project?: string;
}

/**
 * Waiting jobs in the order in which they are served, in one line for each owner and project, so that those whose quota
 * is used up do not stand in the way of the others. Adding and removing cost O(log n) comparisons.
 */
export interface WaitingLines {
  /** `waitedMs` of all entries must be as of the same moment, for example the epoch: only differences matter. */
  add(entry: LineEntry): void;
  remove(jobId: string): void;
  has(jobId: string): boolean;
  readonly size: number;
  /** The first ones in order, at most so many in all and of one line. */
  first(limits: { readonly all: number; readonly perLine: number }): readonly string[];
}

export function openWaitingLines(agingMs: number): WaitingLines {
  const lines = new Map<string, LineEntry[]>();
  const entries = new Map<string, LineEntry>();
  const nameOf = ({ owner, project }: LineEntry) => JSON.stringify([owner, project]);
  return {
    get size() {
      return entries.size;
    },
    has: (jobId) => entries.has(jobId),
    add(entry) {
      this.remove(entry.jobId);
      const name = nameOf(entry);
      const line = lines.get(name) ?? [];
      lines.set(name, line);
      line.splice(placeOf(line, entry, agingMs), 0, entry);
      entries.set(entry.jobId, entry);
    },
    remove(jobId) {
      const entry = entries.get(jobId);
      if (!entry) return;
      entries.delete(jobId);
      const name = nameOf(entry);
      const line = lines.get(name) ?? [];
      line.splice(placeOf(line, entry, agingMs), 1);
      if (line.length === 0) lines.delete(name);
    },
    first: ({ all, perLine }) =>
      [...lines.values()]
        .flatMap((line) => line.slice(0, perLine))
        .sort((a, b) => compareRanked(a, b, agingMs))
        .slice(0, all)
        .map(({ jobId }) => jobId),
  };
}

/** Where the entry is, or belongs. */
function placeOf(line: readonly LineEntry[], entry: LineEntry, agingMs: number): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = line[middle] as LineEntry;
    if (other.jobId !== entry.jobId && compareRanked(other, entry, agingMs) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A waiting job's entry; `waitedMs` is as of the epoch of the wall clock, and so a constant below 0. */
export const lineEntry = (job: WaitingJob, nowMs: number): LineEntry => ({
  jobId: job.jobId,
  owner: job.owner,
  ...(job.project !== undefined && { project: job.project }),
  priority: job.priority,
  waitedMs: job.waitedMs - nowMs,
});
