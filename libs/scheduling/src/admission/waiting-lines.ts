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

interface Line {
  /** In order; what was removed stays until it is worth sweeping. */
  entries: LineEntry[];
  /** Everything before it was removed. */
  head: number;
  removed: number;
}

/** Fewer removed entries are not worth sweeping. */
const SWEEP = 1_000;

export function openWaitingLines(agingMs: number): WaitingLines {
  const lines = new Map<string, Line>();
  const present = new Map<string, LineEntry>();
  const nameOf = ({ owner, project }: LineEntry) => JSON.stringify([owner, project]);
  const isPresent = (entry: LineEntry | undefined) =>
    entry !== undefined && present.get(entry.jobId) === entry;
  const remove = (jobId: string): void => {
    const entry = present.get(jobId);
    const line = entry && lines.get(nameOf(entry));
    if (!line) return;
    present.delete(jobId);
    line.removed++;
    while (line.head < line.entries.length && !isPresent(line.entries[line.head])) line.head++;
    if (line.head === line.entries.length) return void lines.delete(nameOf(entry));
    if (line.removed < SWEEP || 2 * line.removed < line.entries.length) return;
    Object.assign(line, { entries: line.entries.filter(isPresent), head: 0, removed: 0 });
  };
  return {
    get size() {
      return present.size;
    },
    has: (jobId) => present.has(jobId),
    remove,
    add(entry) {
      remove(entry.jobId);
      const name = nameOf(entry);
      const line = lines.get(name) ?? { entries: [], head: 0, removed: 0 };
      lines.set(name, line);
      const at = placeOf(line.entries, entry, agingMs);
      if (at === line.entries.length) line.entries.push(entry);
      else line.entries.splice(at, 0, entry);
      line.head = Math.min(line.head, at);
      present.set(entry.jobId, entry);
    },
    first: ({ all, perLine }) =>
      [...lines.values()]
        .flatMap(({ entries, head }) => {
          const first: LineEntry[] = [];
          for (let at = head; at < entries.length && first.length < perLine; at++)
            if (isPresent(entries[at])) first.push(entries[at] as LineEntry);
          return first;
        })
        .sort((a, b) => compareRanked(a, b, agingMs))
        .slice(0, all)
        .map(({ jobId }) => jobId),
  };
}

/** Where the entry belongs. */
function placeOf(line: readonly LineEntry[], entry: LineEntry, agingMs: number): number {
  let low = 0;
  let high = line.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareRanked(line[middle] as LineEntry, entry, agingMs) < 0) low = middle + 1;
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
