import type { Client } from '@ringmaster/client';
import type { JobView } from '@ringmaster/contracts';
import { EXIT } from '../exit-codes.js';
import { jobReport } from '../report/job-report.js';
import { summaryText } from '../report/job-text.js';
import type { Session, VerbOutput } from '../session/session.js';

/** What a run leaves on stdout, whatever became of the job. */
export async function runOutput(
  session: Session,
  client: Client,
  { job, exitCode }: { job: JobView; exitCode: number },
): Promise<VerbOutput> {
  const report = await jobReport(session, client, job);
  return { data: report, text: summaryText(job, report), exitCode };
}

export const exitCodeOfJob = (job: JobView): number => (job.state === 'succeeded' ? EXIT.ok : EXIT.jobFailed);
