import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type CodeAccess, codeOf, fetchCode } from './fetch-code.js';
import type { FoundModel } from './find-model.js';
import { pullModelFile } from './pull-model-file.js';

/** What predictions need of an export. */
const NEEDED = ['model.json', 'weights.bin'] as const;

/** Files of this machine, as a process with the engine is told of them. */
export interface LocalModel {
  readonly modelDir: string;
  /** The code of the model's job, where it has some and the user lets it run. */
  readonly code?: string;
}

/**
 * Copies a model, and where the user allows it the code of its layers, into a private directory that lives as long as the work on
 * it; every file is verified.
 * @throws TrainError `not_found` | `artifact_corrupt`, naming the file
 */
export async function withModelFiles<T>(
  model: FoundModel,
  access: CodeAccess,
  work: (files: LocalModel) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'ringmaster-model-'));
  try {
    for (const name of NEEDED) await pullModelFile(model, name, directory);
    const code = access.allowCode ? await codeBeside(directory, access) : undefined;
    return await work({ modelDir: directory, ...(code !== undefined && { code }) });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** An export holds the document of its job. */
async function codeBeside(directory: string, access: CodeAccess): Promise<string | undefined> {
  const Export = z.object({ userDefinedMetadata: z.object({ job: z.unknown() }) });
  const text = await readFile(join(directory, 'model.json'), 'utf8');
  const read = Export.safeParse(parsedJson(text));
  const code = read.success ? codeOf(read.data.userDefinedMetadata.job) : undefined;
  return code && fetchCode(access, code, directory);
}

/** What is no JSON is for the reader of the model to refuse. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
