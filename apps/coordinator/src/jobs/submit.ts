import { createHash } from 'node:crypto';
import { DEFAULT_OWNER, LIMITS, type ResolvedJob, type Role, SubmitRequest } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';
import { event, type JobQueue, type JobRecord, type JobStore } from '@ringmaster/scheduling';
import type { RegisteredData } from '../data/registered-data.js';
import type { ResumePoints } from '../attempts/resume-points.js';
import type { CodePolicy } from '../access/code-policy.js';
import { parsed } from '../http/parsed.js';
import type { ArtifactStore } from '@ringmaster/training';
import { forkLineage } from './fork.js';

/**
 * The document with every default, checked against the registries too. `files` that it names: they are `uploaded` (the default), or
 * still `local`, on its user's machine, where it only asks for a place. @throws TrainError `invalid`, `details.problems`
 */
export type ResolveJob = (document: unknown, files?: 'uploaded' | 'local') => ResolvedJob;

export interface SubmitParts {
  readonly store: JobStore;
  readonly queue: JobQueue;
  readonly resume: ResumePoints;
  readonly artifacts: ArtifactStore;
  readonly resolve: ResolveJob;
  readonly registered: RegisteredData;
  readonly code: CodePolicy;
  readonly logger: Logger;
}

/**
 * Takes a job in: durable in the log when it resolves. The same id with the same request is the same job; a queue that
 * cannot be reached afterwards is no failure, the reconciliation adds the job to it later.
 * @param by who submits it: his quota is used
 * @throws TrainError `invalid` | `forbidden` (code) | `conflict` | `not_found` (resume, data) | `unavailable`
 */
export async function submitJob(
  parts: SubmitParts,
  body: unknown,
  { owner, role }: Submitter = HOME,
): Promise<Taken> {
  const request = parsed(SubmitRequest, body, 'request');
  const { jobId, document } = request;
  const requestSha256 = sha256(canonicalJson({ document, resume: request.resume, fork: request.fork }));
  const known = parts.store.get(jobId);
  if (known) return { record: sameRequest(known, requestSha256), created: false };
  if (parts.store.openCount() >= LIMITS.queuedJobs)
    throw new TrainError('unavailable', `${LIMITS.queuedJobs} jobs are waiting or running; try again later`);
  const resolved = parts.resolve(document);
  parts.code.require(resolved, role);
  return parts.registered.pinned(resolved, (job) => create(parts, { request, job, requestSha256, owner }));
}

/** The name and the role of a token. */
export interface Submitter {
  readonly owner: string;
  readonly role: Role;
}
const HOME: Submitter = { owner: DEFAULT_OWNER, role: 'admin' };

/** A job in the log; `created` by this request. */
interface Taken {
  readonly record: JobRecord;
  readonly created: boolean;
}

interface NewJob {
  readonly request: SubmitRequest;
  readonly job: ResolvedJob;
  readonly requestSha256: string;
  readonly owner: string;
}

async function create(parts: SubmitParts, { request, job, requestSha256, owner }: NewJob): Promise<Taken> {
  const { jobId } = request;
  const resume = request.resume && (await parts.resume.ofOtherJob(request.resume, job, request.fork));
  if (request.fork && resume === undefined)
    throw new TrainError('invalid', 'fork: a fork resumes another job; name it in `resume`');
  const fork = request.fork && resume && (await forkLineage(parts, resume, job));
  const submitted = event('submitted', {
    name: job.name,
    priority: job.priority,
    job: { ...job },
    requestSha256,
    owner,
    ...(resume !== undefined && { resume }),
    ...(fork && { fork }),
  });
  const record = await parts.store.create(jobId, submitted);
  if (!record) return { record: sameRequest(parts.store.find(jobId), requestSha256), created: false };
  await enqueue(parts, record);
  return { record, created: true };
}

/** A queue that cannot be reached is no failure: the job is in the log. */
export async function enqueue(
  { queue, logger }: Pick<SubmitParts, 'queue' | 'logger'>,
  { jobId, priority }: JobRecord,
): Promise<void> {
  await queue.add({ jobId, priority }).catch((error: unknown) => {
    logger.warn('a submitted job is not in the queue yet; it will be added', { jobId, error: String(error) });
  });
}

function sameRequest(record: JobRecord, requestSha256: string): JobRecord {
  if (record.requestSha256 === requestSha256) return record;
  throw new TrainError(
    'conflict',
    `job ${record.jobId} was submitted before with another document; choose another id`,
  );
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Equal values have equal texts, whatever the order of their keys. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(',')}}`;
}
