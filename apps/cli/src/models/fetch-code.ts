import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallOptions, Client } from '@ringmaster/client';
import { JobDocument, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { pullModelFile } from './pull-model-file.js';

export const ALLOW_CODE_HELP =
  'run the code that the job brought its model as, on this machine and with your rights (it is no sandbox)';

/** Where code comes from, and whether the user lets it run here. */
export interface CodeAccess {
  readonly client: Client;
  readonly call: CallOptions;
  readonly allowCode: boolean;
}

type CodeOf = { readonly source: string; readonly file: string };

/** What a document says of its model's code; undefined where it brings none. */
export const codeOf = (document: unknown): CodeOf | undefined =>
  JobDocument.shape.model.shape.code.safeParse(
    (document as { readonly model?: { readonly code?: unknown } } | undefined)?.model?.code,
  ).data;

/**
 * The code of a job's model in a file below a directory, by the hash that its document names; undefined where it brings none.
 * @throws TrainError `invalid` where the user has not allowed it | `not_found` | `artifact_corrupt` | `too_large`
 */
export async function requireCode(
  access: CodeAccess,
  document: unknown,
  { directory, jobId }: { readonly directory: string; readonly jobId: string },
): Promise<string | undefined> {
  const code = codeOf(document);
  if (!code) return undefined;
  if (access.allowCode) return fetchCode(access, code, directory);
  throw new TrainError(
    'invalid',
    `job ${jobId} has its model as code (${code.source}), which this needs and which would run on this machine with all your rights: say --allow-code if that is what you want`,
  );
}

/** The file of some code, compared with its hash. @throws TrainError `not_found` | `artifact_corrupt` | `too_large` */
export async function fetchCode(
  { client, call }: CodeAccess,
  { source, file }: CodeOf,
  directory: string,
): Promise<string> {
  const [name = '', hash = ''] = source.split('@');
  const { manifestHash } = await import('@ringmaster/data');
  const set = await client.data.manifest(name, hash, call);
  if ((await manifestHash(set.files)) !== set.hash || !set.hash.startsWith(hash) || hash === '')
    throw new TrainError(
      'artifact_corrupt',
      `the coordinator's files of ${source} are others than those that its hash names`,
    );
  const found = set.files.find((one) => one.name === file);
  if (found && found.bytes > LIMITS.codeBytes)
    throw new TrainError(
      'too_large',
      `${source}: ${file} has ${found.bytes} bytes, more than ${LIMITS.codeBytes}`,
    );
  const below = join(directory, 'code');
  await mkdir(below, { mode: 0o700 });
  const read = () => client.data.content(set, found?.sha256 ?? '', call);
  await pullModelFile({ label: source, files: set.files, read }, file, below);
  return join(below, file);
}
