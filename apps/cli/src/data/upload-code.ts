import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import type { Client } from '@ringmaster/client';
import type { ResolvedJob } from '@ringmaster/contracts';
import type { Session } from '../session/session.js';
import { addData } from './add-data.js';
import { bundleCode } from './bundle-code.js';
import { dataLabel } from './data-label.js';

const FILE = 'model.mjs';

/** The document with the module that `model.path` names as a data set of one file, by the hash of its content. */
export async function uploadCode(
  session: Session,
  client: Client,
  { document, signal }: { readonly document: ResolvedJob; readonly signal: AbortSignal },
): Promise<ResolvedJob> {
  const { path, ...model } = document.model;
  if (path === undefined) return document;
  const bundle = await bundleCode(path);
  const directory = await mkdtemp(join(tmpdir(), 'ringmaster-code-'));
  try {
    const file = join(directory, FILE);
    await writeFile(file, bundle, { mode: 0o600 });
    const name = dataLabel('code', basename(path, extname(path)));
    const { set } = await addData({ session, client, path: file, name, signal });
    return { ...document, model: { ...model, code: { source: `${set.name}@${set.hash}`, file: FILE } } };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
