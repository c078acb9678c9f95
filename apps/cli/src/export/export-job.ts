import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallOptions, Client } from '@ringmaster/client';
import type { ExportFormat, ExportReport, JobView } from '@ringmaster/contracts';
import { requireCode } from '../models/fetch-code.js';
import { fetchModel, type ModelSource } from './model-source.js';
import { contentOf, type PublishedFile, publishDirectory } from './publish-directory.js';
import { runConverter } from './run-converter.js';

export interface ExportRequest {
  readonly client: Client;
  readonly call: CallOptions;
  readonly job: JobView;
  readonly format: ExportFormat;
  readonly step?: number | undefined;
  readonly target: string;
  readonly force: boolean;
  /** Whether the code of the job's model may run here. */
  readonly allowCode: boolean;
  readonly converter: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface Exported {
  readonly source: ModelSource;
  readonly report: ExportReport;
  readonly files: readonly PublishedFile[];
}

/**
 * Puts a job's model, or a checkpoint's, into `target` in a format.
 * @throws TrainError `not_found` | `conflict` | `artifact_corrupt` | `incompatible` | `too_large` | `disk_full`
 */
export async function exportJob(request: ExportRequest): Promise<Exported> {
  const { job, format, target, force, converter, env, signal } = request;
  const { result, files } = await publishDirectory(target, { force }, async (draft) => {
    const directory = join(draft, 'source');
    await mkdir(directory);
    const source = await fetchModel({ ...request, directory });
    signal.throwIfAborted();
    const { kind } = source;
    const code = await codeFor(request, kind, draft);
    const order = {
      jobId: job.jobId,
      format,
      source: { kind, directory: source.directory },
      ...(code !== undefined && { code }),
      target: contentOf(draft),
    };
    return { source, report: await runConverter({ script: converter, order, env, signal }) };
  });
  return { ...result, files };
}

/** A checkpoint is built by its code; what a job has published stands alone, but for layer classes of its own. */
async function codeFor(
  { job: { jobId }, ...access }: ExportRequest,
  kind: ModelSource['kind'],
  directory: string,
): Promise<string | undefined> {
  if (kind === 'model' && !access.allowCode) return undefined;
  const { document } = await access.client.jobs.document(jobId, access.call);
  return requireCode(access, document, { directory, jobId });
}
