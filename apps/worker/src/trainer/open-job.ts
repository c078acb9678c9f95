import type { ResolvedJob } from '@ringmaster/contracts';
import { type Logger, TrainError } from '@ringmaster/core';
import type { ModelEntry } from '@ringmaster/models';
import type { TrainerConfig } from '../ipc/messages.js';
import { type JobParts, openParts } from './parts.js';
import { type RegisteredFiles, registeredFiles, type RegisteredFilesOptions } from './registered-files.js';
import { loadUserModel } from './user-model.js';

export type OpenJobOptions = Omit<RegisteredFilesOptions, 'places'> & { readonly config: TrainerConfig };

/**
 * A job's parts, from registered data that is fetched where it is not here yet. Room in the cache is held until
 * its data is in memory, or until the job ends where samples stay in their files.
 * @throws TrainError `forbidden` for code where this worker loads none
 */
export async function openJob(job: ResolvedJob, { config, ...rest }: OpenJobOptions): Promise<JobParts> {
  const options = { ...rest, places: config };
  const userModel = await userModelOf(job, config, options);
  const initial = await registeredFiles(job.model.initial?.source, options);
  try {
    const registered = await registeredFiles(job.data.source, options);
    let parts: JobParts | undefined;
    try {
      parts = await openParts(job, config, { registered, initial, userModel });
      if (parts.dataset.readsFiles)
        rest.logger.info(
          `data.memory: samples of ${parts.dataset.info.name} stay in their files and are read by position`,
        );
      return parts.dataset.readsFiles && registered ? withFiles(parts, registered, rest.logger) : parts;
    } finally {
      if (!parts?.dataset.readsFiles) await registered?.close();
    }
  } finally {
    await initial?.close();
  }
}

async function userModelOf(
  { model: { code } }: ResolvedJob,
  { allowCode }: TrainerConfig,
  options: RegisteredFilesOptions,
): Promise<ModelEntry | undefined> {
  if (!code) return undefined;
  if (!allowCode)
    throw new TrainError(
      'forbidden',
      'model.code: this worker loads no code of users: start it with --allow-code where you trust everybody who may submit it',
    );
  const files = await registeredFiles(code.source, options);
  try {
    return await loadUserModel(code, files);
  } finally {
    await files?.close();
  }
}

/** Parts that give the room of their files free with themselves. */
function withFiles(parts: JobParts, files: RegisteredFiles, logger: Logger): JobParts {
  return {
    ...parts,
    dispose() {
      parts.dispose();
      files
        .close()
        .catch((error: unknown) =>
          logger.warn(`room in the cache of data sets was not given free: ${TrainError.from(error).message}`),
        );
    },
  };
}
