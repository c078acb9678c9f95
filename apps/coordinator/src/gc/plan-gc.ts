import type { GcItem } from '@ringmaster/contracts';

export interface StoredStep {
  readonly step: number;
  readonly bytes: number;
  /** When it was published, milliseconds since 1970. */
  readonly atMs: number;
}

/** What a job has in the store, and what of it must stay. */
export interface StoredJob {
  readonly jobId: string;
  /** Undefined: it has not ended. */
  readonly endedMs: number | undefined;
  readonly isPinned: boolean;
  /** Of all artifacts, checkpoints included. */
  readonly bytes: number;
  readonly checkpoints: readonly StoredStep[];
  /** Steps that are pinned, or that a job which has not ended goes on from. */
  readonly neededSteps: ReadonlySet<number>;
  /** The newest valid checkpoint: what a retry, or a resume, goes on from. */
  readonly newestStep: number | undefined;
}

export interface GcRules {
  readonly nowMs: number;
  readonly olderThanMs?: number | undefined;
  readonly maxBytes?: number | undefined;
}

type Candidate = Omit<GcItem, 'at' | 'reason'> & { readonly atMs: number };

/**
 * What goes, oldest first: checkpoints of ended jobs but the newest valid one, then all of a job. Nothing of a job that
 * has not ended, that is pinned, or that another one needs.
 */
export function planGc(jobs: readonly StoredJob[], rules: GcRules): readonly GcItem[] {
  const { nowMs, olderThanMs, maxBytes } = rules;
  const choice = new Choice();
  const candidates = jobs.flatMap(candidatesOf).sort(oldestFirst);
  if (olderThanMs !== undefined)
    for (const candidate of candidates)
      if (nowMs - candidate.atMs > olderThanMs) choice.add(candidate, 'older than asked for');
  if (maxBytes !== undefined) {
    const total = jobs.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const candidate of candidates) {
      if (total - choice.bytes <= maxBytes) break;
      choice.add(candidate, 'to fit into the size asked for');
    }
  }
  return choice.items();
}

class Choice {
  private readonly reasons = new Map<Candidate, string>();
  private readonly bytesOfJob = new Map<string, number>();
  /** What is freed, that of a whole job once. */
  bytes = 0;

  add(candidate: Candidate, reason: string): void {
    if (this.reasons.has(candidate)) return;
    this.reasons.set(candidate, reason);
    const { kind, jobId, bytes } = candidate;
    const before = this.bytesOfJob.get(jobId) ?? 0;
    const after = kind === 'job' ? bytes : before + bytes;
    this.bytesOfJob.set(jobId, after);
    this.bytes += after - before;
  }

  items(): readonly GcItem[] {
    return withoutParts([...this.reasons.keys()])
      .sort(oldestFirst)
      .map((candidate) => {
        const { atMs, ...item } = candidate;
        return { ...item, at: new Date(atMs).toISOString(), reason: this.reasons.get(candidate) ?? '' };
      });
  }
}

function withoutParts<T extends { readonly kind: string; readonly jobId: string }>(items: readonly T[]): T[] {
  const whole = new Set(items.filter(({ kind }) => kind === 'job').map(({ jobId }) => jobId));
  return items.filter(({ kind, jobId }) => kind === 'job' || !whole.has(jobId));
}

function candidatesOf(job: StoredJob): readonly Candidate[] {
  const { jobId, endedMs, isPinned, bytes, checkpoints, neededSteps, newestStep } = job;
  if (endedMs === undefined || isPinned || bytes === 0) return [];
  const free = checkpoints.filter(({ step }) => step !== newestStep && !neededSteps.has(step));
  const parts = free.map(({ step, bytes: own, atMs }): Candidate => ({
    kind: 'checkpoint',
    jobId,
    step,
    bytes: own,
    atMs,
  }));
  const isNeeded = checkpoints.some(({ step }) => neededSteps.has(step));
  return isNeeded ? parts : [...parts, { kind: 'job', jobId, bytes, atMs: endedMs }];
}

const oldestFirst = (a: Candidate, b: Candidate): number =>
  a.atMs - b.atMs || (a.kind === b.kind ? (a.step ?? 0) - (b.step ?? 0) : a.kind === 'job' ? 1 : -1);
