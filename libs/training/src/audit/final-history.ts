import type { AuditBegin, AuditLine, AuditStep, ResolvedJob } from '@ringmaster/contracts';

/** A job as the audit sees it, and the job that it goes on from. */
export interface AuditedJob {
  readonly jobId: string;
  readonly document: ResolvedJob;
  readonly lines: readonly AuditLine[];
  readonly from?: { readonly job: AuditedJob; readonly step: number };
}

/** A step of the final history: the last time that it was computed. */
export interface HistoryStep {
  readonly job: AuditedJob;
  readonly line: AuditStep;
}

export interface History {
  /** By step, ascending. */
  readonly steps: ReadonlyMap<number, HistoryStep>;
  /** Steps that a later attempt computed again. */
  readonly superseded: readonly HistoryStep[];
  /** Two different lines of one step in one attempt. */
  readonly contradictions: readonly HistoryStep[];
  /** Of every attempt that stepped, this job's and those before it. */
  readonly begins: readonly { readonly job: AuditedJob; readonly begin: AuditBegin }[];
}

/**
 * Which line of a step counts: an attempt keeps what was done up to the checkpoint that it began from and replaces
 * what comes after; a job that goes on from another one inherits that one's history up to there.
 */
export function finalHistory(job: AuditedJob): History {
  const before = job.from && finalHistory(job.from.job);
  const inherited = [...(before?.steps ?? [])].filter(([step]) => step <= (job.from?.step ?? 0));
  let steps = new Map(inherited);
  const superseded: HistoryStep[] = [...(before?.superseded ?? [])];
  const contradictions: HistoryStep[] = [...(before?.contradictions ?? [])];
  const begins = [...(before?.begins ?? [])];
  const isSame = sameWorkIn(job);

  for (const lines of byAttempt(job.lines)) {
    const own = lines.filter((line) => line.type === 'step');
    const opened = lines.filter((line) => line.type === 'begin');
    const first = opened[0]?.step ?? (own[0]?.step ?? 1) - 1;
    if (own.length > 0) {
      superseded.push(...[...steps].filter(([step]) => step > first).map(([, one]) => one));
      steps = new Map([...steps].filter(([step]) => step <= first));
    }
    for (const line of own) {
      const known = steps.get(line.step);
      if (known && isSame(known.line, line)) continue;
      if (known) contradictions.push({ job, line });
      else steps.set(line.step, { job, line });
    }
    begins.push(...opened.map((begin) => ({ job, begin })));
  }
  return {
    steps: new Map([...steps].sort(([a], [b]) => a - b)),
    superseded,
    contradictions,
    begins,
  };
}

/** The lines of each attempt, in the order of attempts. */
function byAttempt(lines: readonly AuditLine[]): readonly (readonly AuditLine[])[] {
  const attempts = new Map<number, AuditLine[]>();
  for (const line of lines) {
    const own = attempts.get(line.attempt) ?? [];
    own.push(line);
    attempts.set(line.attempt, own);
  }
  return [...attempts].sort(([a], [b]) => a - b).map(([, own]) => own);
}

/**
 * Same samples, same loss, same fate: what a deterministic step must give when it is computed again. Where ranks add in a
 * ring and their number has changed on the way, the samples alone.
 */
export function sameWorkIn(job: AuditedJob): (a: AuditStep, b: AuditStep) => boolean {
  const isDeterministic = job.document.training.reduce !== 'ring' || new Set(worldsOf(job)).size <= 1;
  return (a, b) =>
    JSON.stringify(a.shards) === JSON.stringify(b.shards) &&
    (!isDeterministic || (a.loss === b.loss && a.applied === b.applied));
}

const worldsOf = ({ from, lines }: AuditedJob): readonly number[] => [
  ...(from ? worldsOf(from.job) : []),
  ...lines.flatMap((line) => (line.type === 'begin' ? [line.world] : [])),
];
