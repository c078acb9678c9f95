import { JobDocument, type ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { crossFieldProblems } from './cross-field.js';
import { guardDocument } from './document-guard.js';
import { type Problem, problemsError, problemsOf } from './problem.js';
import { schemaProblems } from './schema-problems.js';

/** A check that needs a registry (models, data sets): throws TrainError `invalid`, with `details.problems` or without. */
export interface JobCheck {
  /** Where its problems belong when the error does not say: `model`, `data`. */
  readonly path: string;
  check(job: ResolvedJob): void;
}

export interface ResolveOptions {
  /** `--workers W`: exactly W ranks. Sets both ends of `workers`; shards follow only when the document names none. */
  readonly workers?: number;
  readonly checks?: readonly JobCheck[];
}

/**
 * Checks a job document and fills in every default. Resolving a resolved job gives it back.
 * @throws TrainError `invalid`: every problem found, by dotted path, in the message and in `details.problems`
 */
export function resolveJob(document: unknown, { workers, checks = [] }: ResolveOptions = {}): ResolvedJob {
  const unsafe = guardDocument(document);
  if (unsafe.length > 0) throw problemsError(unsafe);

  const parsed = JobDocument.safeParse(document);
  if (!parsed.success) throw problemsError(schemaProblems(document, parsed.error.issues));

  const job = withShards(workers === undefined ? parsed.data : withWorkers(parsed.data, workers));
  const problems = [...crossFieldProblems(job), ...checks.flatMap((check) => checkProblems(check, job))];
  if (problems.length > 0) throw problemsError(problems);
  return job;
}

function withWorkers(job: JobDocument, workers: number): JobDocument {
  if (!Number.isInteger(workers) || workers < 1)
    throw problemsError([{ path: 'workers', message: `must be a whole number from 1 up, not ${workers}` }]);
  return { ...job, workers: { ...job.workers, min: workers, max: workers } };
}

const withShards = (job: JobDocument): ResolvedJob => ({
  ...job,
  training: { ...job.training, shards: job.training.shards ?? job.workers.max },
});

function checkProblems({ path, check }: JobCheck, job: ResolvedJob): readonly Problem[] {
  try {
    check(job);
    return [];
  } catch (error) {
    if (error instanceof TrainError && error.code === 'invalid') return problemsOf(error, path);
    throw error;
  }
}
