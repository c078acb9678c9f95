import { stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import type { Client } from '@ringmaster/client';
import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Session } from '../session/session.js';
import { addData } from './add-data.js';
import { uploadInitialModel } from './initial-model.js';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The document with `data.path` made absolute; a document in a file means paths beside that file. Where the path is one
 * file and the format takes one, `data.config.file` need not say its name again.
 * @throws TrainError `invalid` when there is no such file or directory
 */
export async function locateData(
  document: unknown,
  documentFile: string,
  takesOneFile: (dataset: string) => boolean,
): Promise<unknown> {
  const data = isFields(document) ? document['data'] : undefined;
  if (!isFields(document) || !isFields(data)) return document;
  const { path, dataset } = data;
  // Anything else than a text is for the schema to refuse.
  if (typeof path !== 'string' || path === '') return document;
  const absolute = resolve(documentFile === '-' ? '.' : dirname(documentFile), path);
  const found = await stat(absolute).catch((cause: unknown) => {
    const message = `${path}: there is no such file or directory (${absolute})`;
    throw new TrainError('invalid', `${documentFile} is not a valid job:\n  data.path: ${message}`, {
      cause,
      details: { problems: [{ path: 'data.path', message }], file: documentFile },
    });
  });
  const config = data['config'] ?? {};
  const isNamed = !isFields(config) || config['file'] !== undefined || config['files'] !== undefined;
  const fills = found.isFile() && !isNamed && typeof dataset === 'string' && takesOneFile(dataset);
  return {
    ...document,
    data: {
      ...data,
      path: absolute,
      ...(fills && { config: { ...config, file: basename(absolute) } }),
    },
  };
}

/** Labels of uploads that no one chose a name for: `local-` and what the path ends with. */
export function localDataName(path: string): string {
  const words = basename(path, extname(path))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return `local-${words}`.slice(0, 63).replace(/-+$/, '');
}

/** The document as a coordinator takes it: what `data.path` and `model.initial.from` name is uploaded, and named by its hash instead. */
export async function uploadLocalData(
  session: Session,
  client: Client,
  request: { readonly document: ResolvedJob; readonly signal?: AbortSignal },
): Promise<ResolvedJob> {
  const { signal = new AbortController().signal } = request;
  const document = await uploadInitialModel(session, client, { document: request.document, signal });
  const { path, ...data } = document.data;
  if (path === undefined) return document;
  const { set } = await addData({
    ...{ session, client, path, name: localDataName(path) },
    signal,
  });
  return { ...document, data: { ...data, source: `${set.name}@${set.hash}` } };
}
