import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@ringmaster/client';
import type { ResolvedJob } from '@ringmaster/contracts';
import { findModel } from '../models/find-model.js';
import { pullModelFile } from '../models/with-model-files.js';
import { callOptions } from '../session/call-options.js';
import type { Session } from '../session/session.js';
import { addData } from './add-data.js';

/** Labels of the data sets that hold the weights which jobs begin with. */
const PREFIX = 'model-';

/**
 * The document with the model that `model.initial.from` names as a data set, by the hash of its content: so the run does not depend
 * on what becomes of the job or the tag.
 */
export async function uploadInitialModel(
  session: Session,
  client: Client,
  { document, signal }: { readonly document: ResolvedJob; readonly signal: AbortSignal },
): Promise<ResolvedJob> {
  const { initial } = document.model;
  if (initial?.from === undefined) return document;
  const { from, ...rest } = initial;
  const model = await findModel(client, from, callOptions(session));
  const directory = await mkdtemp(join(tmpdir(), 'ringmaster-initial-'));
  try {
    await pullModelFile(model, rest.file, directory);
    const name = dataName(from);
    const { set } = await addData({ session, client, path: join(directory, rest.file), name, signal });
    const source = `${set.name}@${set.hash}`;
    return { ...document, model: { ...document.model, initial: { ...rest, source } } };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const dataName = (from: string): string =>
  `${PREFIX}${from.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 63).replace(/-+$/, '');
