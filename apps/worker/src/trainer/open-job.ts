import type { ResolvedJob } from '@ringmaster/contracts';
import type { TrainerConfig } from '../ipc/messages.js';
import { type JobParts, openParts } from './parts.js';
import { registeredFiles, type RegisteredFilesOptions } from './registered-files.js';

export type OpenJobOptions = Omit<RegisteredFilesOptions, 'places'> & { readonly config: TrainerConfig };

/**
 * A job's parts, from registered data that is fetched where it is not here yet. Afterwards its data is in memory: room in the cache
 * is held no longer than that.
 */
export async function openJob(job: ResolvedJob, { config, ...rest }: OpenJobOptions): Promise<JobParts> {
  const options = { ...rest, places: config };
  const initial = await registeredFiles(job.model.initial?.source, options);
  try {
    const registered = await registeredFiles(job.data.source, options);
    try {
      return await openParts(job, config, { registered, initial });
    } finally {
      await registered?.close();
    }
  } finally {
    await initial?.close();
  }
}
