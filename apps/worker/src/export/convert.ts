import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFormat, ExportOrder, ExportReport } from '@ringmaster/contracts';
import { openTokenizer, tokenizerFiles } from '@ringmaster/data';
import { loadEngine } from '@ringmaster/engine';
import type { ModelFile } from '@ringmaster/models';
import { writeFileDurably } from '@ringmaster/store';
import { FORMATS } from './formats.js';
import { loadCodeFile } from '../trainer/user-model.js';
import { readCheckpoint } from './read-checkpoint.js';
import { readPublished } from './read-published.js';

/** An export is for others to read. */
const PUBLIC = 0o644;

/** Formats that are recorded op by op, for which the native engine must be there. */
const GRAPHS: ReadonlySet<ExportFormat> = new Set(['savedmodel', 'onnx']);

/**
 * Writes a model into the target directory in another format.
 * @throws TrainError `artifact_corrupt` | `incompatible` (an op that the format does not have, a missing engine) |
 * `too_large` | `disk_full`
 */
export async function convert(
  { jobId, format, source, code, target }: ExportOrder,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ExportReport> {
  await loadEngine({ prefer: 'cpu', allowPureJs: !GRAPHS.has(format), env });
  const userModel = code === undefined ? undefined : await loadCodeFile(code);
  const trained = await (source.kind === 'model'
    ? readPublished(source.directory)
    : readCheckpoint(source.directory, { jobId, userModel }));
  const { files, report } = FORMATS[format](trained);
  const { tokenizer } = trained.facts.dataset.tokens ?? {};
  const beside = tokenizer ? tokenizerFiles(openTokenizer(tokenizer)) : [];
  for (const { name, bytes } of [...files, ...beside])
    await writeFileDurably(join(target, name), bytes, PUBLIC);
  if (source.kind === 'model' && format === 'tfjs') await copyPublished(files, source.directory, target);
  return report;
}

/** It is in that format already: its own bytes, now that they were checked, not what a reader makes of them. */
async function copyPublished(files: readonly ModelFile[], from: string, target: string): Promise<void> {
  for (const { name } of files)
    await writeFileDurably(join(target, name), await readFile(join(from, name)), PUBLIC);
}
