import { stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import type { Client } from '@ringmaster/client';
import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Session } from '../session/session.js';
import { addData } from './add-data.js';
import { dataLabel } from './data-label.js';
import { uploadCode } from './upload-code.js';
import { uploadInitialModel } from './initial-model.js';
import { withModelFile } from './model-file.js';
import { isModelJson } from './weights-file.js';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export interface LocateOptions {
  /** `-`: stdin, whose paths begin where we are. */
  readonly documentFile: string;
  /** Whether a format has one file that holds everything. */
  readonly takesOneFile: (dataset: string) => boolean;
  /** Whether `model.path` may name code. Default: no. */
  readonly allowCode?: boolean;
}

/**
 * The document with `data.path` and `model.initial.path` made absolute, and with what the file of `model.path` says; a document in a
 * file means paths beside that file.
 * What else the path of one file tells need not be said again: `data.config.file`, where the format takes one, and
 * `model.initial.file`.
 * @throws TrainError `invalid` when there is no such file or directory
 */
export async function locateFiles(
  document: unknown,
  { documentFile, takesOneFile, allowCode = false }: LocateOptions,
): Promise<unknown> {
  if (!isFields(document)) return document;
  const at = documentFile === '-' ? '.' : dirname(documentFile);
  const data = await locateData(document['data'], at, takesOneFile);
  const model = await locateModel(await locateWeights(document['model'], at), at, allowCode);
  return { ...document, ...(data !== undefined && { data }), ...(model !== undefined && { model }) };
}

/** Anything else than a text is for the schema to refuse. */
const pathOf = (fields: Fields): string | undefined =>
  typeof fields['path'] === 'string' && fields['path'] !== '' ? fields['path'] : undefined;

async function locateData(
  data: unknown,
  directory: string,
  takesOneFile: (dataset: string) => boolean,
): Promise<unknown> {
  const path = isFields(data) ? pathOf(data) : undefined;
  if (!isFields(data) || path === undefined) return data;
  const { absolute, isFile } = await located('data.path', path, directory);
  const [config = {}, dataset] = [data['config'], data['dataset']];
  const isNamed = !isFields(config) || config['file'] !== undefined || config['files'] !== undefined;
  const fills = isFile && !isNamed && typeof dataset === 'string' && takesOneFile(dataset);
  return { ...data, path: absolute, ...(fills && { config: { ...config, file: basename(absolute) } }) };
}

async function locateWeights(model: unknown, directory: string): Promise<unknown> {
  const initial = isFields(model) ? model['initial'] : undefined;
  const path = isFields(initial) ? pathOf(initial) : undefined;
  if (!isFields(model) || !isFields(initial) || path === undefined) return model;
  const { absolute, isFile } = await located('model.initial.path', path, directory);
  if (!isFile) throw misplaced('model.initial.path', `${path} is a directory, not a file`);
  // A model.json travels as one file of safetensors, whose name is the default.
  const file = isModelJson(absolute) ? {} : { file: basename(absolute) };
  return { ...model, initial: { ...initial, path: absolute, ...file } };
}

async function locateModel(model: unknown, directory: string, allowCode: boolean): Promise<unknown> {
  const path = isFields(model) ? pathOf(model) : undefined;
  if (!isFields(model) || path === undefined) return model;
  const { absolute, isFile } = await located('model.path', path, directory);
  if (!isFile) throw misplaced('model.path', `${path} is a directory, not a file`);
  return withModelFile(model, absolute, allowCode);
}

async function located(field: string, path: string, directory: string) {
  const absolute = resolve(directory, path);
  const found = await stat(absolute).catch((cause: unknown) => {
    throw misplaced(field, `${path}: there is no such file or directory (${absolute})`, cause);
  });
  return { absolute, isFile: found.isFile() };
}

const misplaced = (field: string, message: string, cause?: unknown): TrainError =>
  new TrainError('invalid', `${field}: ${message}`, {
    ...(cause !== undefined && { cause }),
    details: { problems: [{ path: field, message }] },
  });

/** Labels of uploads that no one chose a name for: `local-` and what the path ends with. */
export const localDataName = (path: string): string => dataLabel('local', basename(path, extname(path)));

/** The document as a coordinator takes it: what `data.path`, `model.path` and `model.initial` name is uploaded, and named by its hash instead. */
export async function uploadLocalData(
  session: Session,
  client: Client,
  request: { readonly document: ResolvedJob; readonly signal?: AbortSignal },
): Promise<ResolvedJob> {
  const { signal = new AbortController().signal } = request;
  const coded = await uploadCode(session, client, { document: request.document, signal });
  const document = await uploadInitialModel(session, client, { document: coded, signal });
  const { path, ...data } = document.data;
  if (path === undefined) return document;
  const { set } = await addData({
    ...{ session, client, path, name: localDataName(path) },
    signal,
  });
  return { ...document, data: { ...data, source: `${set.name}@${set.hash}` } };
}
