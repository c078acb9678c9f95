import type { Client } from '@ringmaster/client';
import type { AuditLine, JobView } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { AuditedJob } from '@ringmaster/training';
import { callOptions } from '../session/call-options.js';
import type { Session } from '../session/session.js';

/** Jobs that one job may go on from, one after the other. */
const LONGEST_LINEAGE = 100;

/** A job with its document, its audit log, and the same of every job that it goes on from. */
export async function gatherHistory(
  session: Session,
  client: Client,
  id: string,
): Promise<{ readonly view: JobView; readonly job: AuditedJob }> {
  return gather(session, client, { id, depth: 0 });
}

async function gather(
  session: Session,
  client: Client,
  { id, depth }: { readonly id: string; readonly depth: number },
): Promise<{ view: JobView; job: AuditedJob }> {
  if (depth > LONGEST_LINEAGE)
    throw new TrainError('invalid', `job ${id} goes on from more than ${LONGEST_LINEAGE} jobs`);
  const { resolveJob } = await import('@ringmaster/training');
  const call = callOptions(session);
  const view = await client.jobs.get(id, call);
  const { document } = await client.jobs.document(view.jobId, call);
  const lines: AuditLine[] = [];
  for await (const line of client.jobs.audit(view.jobId, call)) lines.push(line);
  const from = parentOf(view);
  const parent = from && (await gather(session, client, { id: from.jobId, depth: depth + 1 }));
  return {
    view,
    job: {
      jobId: view.jobId,
      document: resolveJob(document),
      lines,
      ...(from && parent && { from: { job: parent.job, step: from.step } }),
    },
  };
}

/** `<jobId>/<step>` of what the job was submitted to go on from. */
export function parentOf({ resumedFrom }: JobView): { jobId: string; step: number } | undefined {
  if (resumedFrom === undefined) return undefined;
  const at = resumedFrom.lastIndexOf('/');
  return { jobId: resumedFrom.slice(0, at), step: Number(resumedFrom.slice(at + 1)) };
}
