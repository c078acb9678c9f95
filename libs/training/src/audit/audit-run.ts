import type { AuditStep, JobResult } from '@ringmaster/contracts';
import { type AuditedRun, digestOf, expectedStep, stepsPerEpoch } from './expected-samples.js';
import { type Explanation, mismatchExplainer } from './explain-mismatch.js';
import { type AuditedJob, finalHistory, type History, sameWorkIn } from './final-history.js';

export interface AuditRequest {
  readonly job: AuditedJob;
  /** Of a job that succeeded: the audit then knows how many steps there must be. */
  readonly result?: Pick<JobResult, 'steps' | 'samples' | 'skippedSteps'>;
  /** Samples of the training split where the document itself tells; else the data set's own word is taken. */
  readonly samples?: number;
  /** A step that its ranks died in, counted from 1, and their shards. */
  readonly deadly?: { readonly step: number; readonly shards: readonly number[] };
}

export interface Mismatch {
  readonly step: number;
  readonly shard: number;
  readonly epoch: number;
  readonly jobId: string;
  readonly attempt: number;
  readonly expected: { readonly count: number; readonly digest: string };
  readonly got: { readonly count: number; readonly digest: string };
  /** Which samples, where the digests tell. */
  readonly samples: Explanation | null;
}

export interface AuditedEpoch {
  readonly epoch: number;
  readonly steps: number;
  /** Delivered. */
  readonly samples: number;
  /** Every step of it is there. */
  readonly complete: boolean;
}

export interface AuditReport {
  readonly jobId: string;
  /** Jobs whose steps are part of it, the oldest first. */
  readonly lineage: readonly string[];
  readonly steps: number;
  /** Steps that used up their samples and changed no weights. */
  readonly skippedSteps: number;
  readonly epochs: readonly AuditedEpoch[];
  /** Samples; at least as many where a mismatch has no explanation. */
  readonly lost: number;
  readonly duplicated: number;
  readonly mismatches: readonly Mismatch[];
  /** Steps without a line, both ends included. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  /** Steps that were computed again after a restart, and those of them that came out differently. */
  readonly repeated: { readonly steps: number; readonly differing: readonly number[] };
  /** What the ranks that died in one step were given then: ids of training samples. */
  readonly deadly: DeadlyStep | null;
  /** Everything that makes the audit fail, for people. */
  readonly problems: readonly string[];
  readonly ok: boolean;
}

export interface DeadlyStep {
  readonly step: number;
  readonly shards: readonly { readonly shard: number; readonly samples: readonly number[] }[];
}

/** Compares what the readers delivered with what every step of the final history should have been given. */
export function auditRun(request: AuditRequest): AuditReport {
  const { job, result } = request;
  const history = finalHistory(job);
  const samples = request.samples ?? history.begins.at(-1)?.begin.samples ?? 0;
  const { seed, shards } = job.document.training;
  const run: AuditedRun = { seed, shards, batchSize: job.document.data.batchSize, samples };
  const mismatches = samples > 0 ? findMismatches(run, history) : [];
  const lines = [...history.steps.values()].map(({ line }) => line);
  const gaps = findGaps([...history.steps.keys()], result?.steps);
  const isSame = sameWorkIn(job);
  const isRepeated = (line: AuditStep) => {
    const final = history.steps.get(line.step);
    return final === undefined || isSame(final.line, line);
  };
  const differing = history.superseded.filter(({ line }) => !isRepeated(line)).map(({ line }) => line.step);
  const problems = [
    ...planProblems(request, run, history),
    ...gaps.map(({ from, to }) => `no line for ${from === to ? `step ${from}` : `steps ${from} to ${to}`}`),
    ...mismatches.map(mismatchText),
    ...history.contradictions.map(
      ({ line }) => `attempt ${line.attempt} has two different lines for step ${line.step}`,
    ),
    ...differing.map((step) => `step ${step} came out differently when it was computed again`),
  ];
  return {
    jobId: job.jobId,
    lineage: lineageOf(job),
    steps: lines.length,
    skippedSteps: lines.filter((line) => !line.applied).length,
    epochs: samples > 0 ? epochsOf(run, history) : [],
    ...losses(mismatches),
    mismatches,
    gaps,
    repeated: { steps: history.superseded.length, differing },
    deadly: request.deadly && samples > 0 ? deadlyStep(run, request.deadly) : null,
    problems,
    ok: problems.length === 0,
  };
}

function deadlyStep(run: AuditedRun, { step, shards }: NonNullable<AuditRequest['deadly']>): DeadlyStep {
  const expected = expectedStep(run, step).shards;
  return { step, shards: shards.map((shard) => ({ shard, samples: expected[shard] ?? [] })) };
}

const lineageOf = (job: AuditedJob): readonly string[] => [
  ...(job.from ? lineageOf(job.from.job) : []),
  job.jobId,
];

function findMismatches(run: AuditedRun, { steps }: History): readonly Mismatch[] {
  const explain = mismatchExplainer(run.samples);
  const found: Mismatch[] = [];
  for (const [step, { job, line }] of steps) {
    const expected = expectedStep(run, step);
    const parts = Math.max(run.shards, line.shards.length);
    for (let shard = 0; shard < parts; shard++) {
      const ids = expected.shards[shard] ?? [];
      const [count, digest] = line.shards[shard] ?? [0, hex(0n)];
      const wanted = { count: ids.length, digest: hex(digestOf(ids)) };
      if (count === wanted.count && digest === wanted.digest) continue;
      found.push({
        ...{ step, shard, epoch: expected.epoch, jobId: job.jobId, attempt: line.attempt },
        expected: wanted,
        got: { count, digest },
        samples: explain(ids, { count, digest: BigInt(`0x${digest}`) }) ?? null,
      });
    }
  }
  return found;
}

const hex = (digest: bigint): string => digest.toString(16).padStart(16, '0');

function findGaps(steps: readonly number[], last = 0): AuditReport['gaps'] {
  const gaps: { from: number; to: number }[] = [];
  let next = 1;
  for (const step of [...steps, Math.max(last, steps.at(-1) ?? 0) + 1]) {
    if (step > next) gaps.push({ from: next, to: step - 1 });
    next = step + 1;
  }
  return gaps;
}

/** What the log says of the whole run, against the document and the result. */
function planProblems({ job, result, samples }: AuditRequest, run: AuditedRun, history: History): string[] {
  const problems: string[] = [];
  if (history.steps.size === 0) problems.push('there is no audit log: no step has a line');
  for (const { begin } of history.begins)
    if (begin.samples !== run.samples)
      problems.push(
        `attempt ${begin.attempt} opened ${begin.samples} training samples, ${samples === undefined ? 'the last one' : 'the document says'} ${run.samples}`,
      );
  const last = [...history.steps.keys()].at(-1) ?? 0;
  const { epochs, maxSteps, earlyStopping } = job.document.training;
  const planned = run.samples > 0 ? Math.min(maxSteps ?? Infinity, epochs * stepsPerEpoch(run)) : 0;
  if (last > planned) problems.push(`step ${last} is beyond the last one of the document, ${planned}`);
  if (!result) return problems;
  if (result.steps !== last && last > result.steps)
    problems.push(`the log goes on to step ${last}, the result has ${result.steps} steps`);
  if (result.steps < planned && !earlyStopping)
    problems.push(`the result has ${result.steps} steps, the document asks for ${planned}`);
  const delivered = [...history.steps.values()].flatMap(({ line }) => line.shards);
  const total = delivered.reduce((sum, [count]) => sum + count, 0);
  if (history.steps.size === result.steps && total !== result.samples)
    problems.push(`${total} samples were delivered, the result counts ${result.samples}`);
  return problems;
}

function epochsOf(run: AuditedRun, { steps }: History): readonly AuditedEpoch[] {
  const epochs = new Map<number, { steps: number; samples: number }>();
  for (const [step, { line }] of steps) {
    const epoch = Math.floor((step - 1) / stepsPerEpoch(run));
    const sums = epochs.get(epoch) ?? { steps: 0, samples: 0 };
    epochs.set(epoch, sums);
    sums.steps += 1;
    for (const [count] of line.shards) sums.samples += count;
  }
  return [...epochs].map(([epoch, sums]) => ({
    epoch,
    ...sums,
    complete: sums.steps === stepsPerEpoch(run),
  }));
}

function losses(mismatches: readonly Mismatch[]): { lost: number; duplicated: number } {
  let [lost, duplicated] = [0, 0];
  for (const { samples, expected, got } of mismatches) {
    lost += samples?.missing.length ?? Math.max(1, expected.count - got.count);
    duplicated += samples?.extra.length ?? Math.max(0, got.count - expected.count);
  }
  return { lost, duplicated };
}

function mismatchText({ step, shard, expected, got, samples, attempt }: Mismatch): string {
  const what = samples
    ? [
        ...samples.missing.map((id) => `sample ${id} was not delivered`),
        ...samples.extra.map((id) => `sample ${id} was delivered once too often`),
      ].join(', ')
    : 'several samples are wrong';
  return (
    `step ${step}, shard ${shard} (attempt ${attempt}): expected ${expected.count} samples with digest ` +
    `${expected.digest}, got ${got.count} with ${got.digest}: ${what}`
  );
}
