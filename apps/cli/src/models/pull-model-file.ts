import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { TrainError } from '@ringmaster/core';
import type { FoundModel } from './find-model.js';

/** Copies one file of a model into a directory and verifies it. @throws TrainError `not_found` | `artifact_corrupt` */
export async function pullModelFile(
  {
    label,
    files,
    read,
  }: Pick<FoundModel, 'label' | 'read'> & {
    readonly files: readonly { readonly name: string; readonly sha256: string }[];
  },
  name: string,
  directory: string,
): Promise<void> {
  const file = files.find((each) => each.name === name);
  if (!file)
    throw new TrainError(
      'not_found',
      `${label} has no ${name}: its exported model was removed, or never written`,
    );
  const hash = createHash('sha256');
  const handle = await open(join(directory, name), 'wx', 0o600);
  try {
    for await (const chunk of read(name)) {
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
  } finally {
    await handle.close();
  }
  const sha256 = hash.digest('hex');
  if (sha256 !== file.sha256)
    throw new TrainError(
      'artifact_corrupt',
      `${name} of ${label} has SHA-256 ${sha256} instead of ${file.sha256}; try again, or train it anew`,
    );
}
