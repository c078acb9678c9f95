import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Client } from '@ringmaster/client';
import type { ResolvedJob } from '@ringmaster/contracts';
import { findModel } from '../models/find-model.js';
import { pullModelFile } from '../models/pull-model-file.js';
import { callOptions } from '../session/call-options.js';
import type { Session } from '../session/session.js';
import { addData } from './add-data.js';
import { dataLabel } from './data-label.js';
import { isModelJson, weightsAsSafetensors } from './weights-file.js';

/**
 * The document with the weights that `model.initial.from` or `.path` names as a data set, by the hash of its content: so the run does
 * not depend on what becomes of the job, the tag or the file.
 */
export async function uploadInitialModel(
  session: Session,
  client: Client,
  { document, signal }: { readonly document: ResolvedJob; readonly signal: AbortSignal },
): Promise<ResolvedJob> {
  const { initial } = document.model;
  if (initial === undefined || initial.source !== undefined) return document;
  const { from, path, ...rest } = initial;
  const add = async (name: string, file: string) => {
    const { set } = await addData({ session, client, path: file, name, signal });
    const begun = { ...rest, source: `${set.name}@${set.hash}` };
    return { ...document, model: { ...document.model, initial: begun } };
  };
  if (path !== undefined && !isModelJson(path)) return add(dataLabel('model', basename(path)), path);
  const directory = await mkdtemp(join(tmpdir(), 'ringmaster-initial-'));
  try {
    if (path === undefined) {
      const model = await findModel(client, from ?? '', callOptions(session));
      await pullModelFile(model, rest.file, directory);
    } else await writeFile(join(directory, rest.file), await weightsAsSafetensors(path));
    return await add(dataLabel('model', from ?? basename(path ?? '')), join(directory, rest.file));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
