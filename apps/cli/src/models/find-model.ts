import type { CallOptions, Client } from '@ringmaster/client';
import { type ArtifactView, type JobView, type ModelEntry, ModelRefText } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

/** A trained model that a user named, and how its files are read. */
export interface FoundModel {
  /** For people: `digits:latest`, or `job digits-1a2b3c`. */
  readonly label: string;
  /** Undefined for the model of a job that has no name in the registry. */
  readonly entry: ModelEntry | undefined;
  readonly files: readonly ArtifactView[];
  /** The bytes of one of the files. */
  read(name: string): AsyncGenerator<Uint8Array, void, undefined>;
}

/** Where a job leaves its model. */
const PREFIX = 'model/';

/**
 * Finds `<model>[:tag]`, `<model>@<version>` or a job. A registered name comes before a job whose id begins with it.
 * @throws TrainError `not_found` with what was probably meant | `conflict` when the job has not succeeded
 */
export async function findModel(client: Client, text: string, call: CallOptions): Promise<FoundModel> {
  const found = await findSource(client, text, call);
  return 'entry' in found ? ofEntry(client, found, call) : ofJob(client, found.job, call);
}

/** The name of a registered model, or a job: the same words mean the same in every verb. */
export async function findSource(
  client: Client,
  text: string,
  call: CallOptions,
): Promise<{ readonly entry: ModelEntry; readonly ref: string } | { readonly job: JobView }> {
  const ref = ModelRefText.safeParse(text);
  if (!ref.success && /[:@]/.test(text))
    throw new TrainError('invalid', ref.error.issues[0]?.message ?? `"${text}" is no model`);
  let missing: TrainError | undefined;
  if (ref.success)
    try {
      return { entry: await client.models.get(text, call), ref: text };
    } catch (error) {
      if (!(error instanceof TrainError) || error.code !== 'not_found' || /[:@]/.test(text)) throw error;
      missing = error;
    }
  try {
    return { job: await client.jobs.get(text, call) };
  } catch (error) {
    if (!(error instanceof TrainError) || error.code !== 'not_found' || !missing) throw error;
    throw new TrainError('not_found', `${error.message}, and ${missing.message}`);
  }
}

function ofEntry(
  client: Client,
  { entry, ref }: { readonly entry: ModelEntry; readonly ref: string },
  call: CallOptions,
): FoundModel {
  const { version } = entry.version;
  const parsed = ModelRefText.parse(ref);
  const label = 'tag' in parsed ? `${entry.name}:${parsed.tag}` : `${entry.name}@${version.slice(0, 12)}`;
  // By its hash: a tag may move between two files.
  const read = (name: string) => client.models.file(`${entry.name}@${version}`, name, call);
  return { label, entry, files: entry.version.files, read };
}

async function ofJob(client: Client, job: JobView, call: CallOptions): Promise<FoundModel> {
  if (job.state !== 'succeeded')
    throw new TrainError(
      'conflict',
      `job ${job.jobId} is ${job.state}: only a job that has succeeded leaves a model`,
    );
  const files = await client.artifacts.list(job.jobId, { ...call, prefix: PREFIX });
  return {
    label: `job ${job.jobId}`,
    entry: undefined,
    files: files.map((file) => ({ ...file, name: file.name.slice(PREFIX.length) })),
    read: (name) => client.artifacts.get(job.jobId, PREFIX + name, call),
  };
}
