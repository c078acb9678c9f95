import type { ExportFormat, ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { ModelFile } from '@ringmaster/models';
import { getBackend } from '@tensorflow/tfjs-core';
import { FORMATS } from '../export/formats.js';
import type { RunFacts } from '../export/trained-model.js';
import type { JobParts } from './parts.js';

/** What a run publishes whatever its document says. */
const ALWAYS: readonly ExportFormat[] = ['tfjs', 'safetensors'];
/** Beside the file itself an export directory has a description, which a run keeps in `model.json`. */
const DESCRIPTION = 'ringmaster.json';

/**
 * The files of the formats that the document asks for, of the model as it is now.
 * @throws TrainError `incompatible` | `too_large` naming the format, and what it does not have
 */
export function requestedExports(
  { model, normalizer, dataset, program }: JobParts,
  { jobId, job, weightsSha256 }: RunFacts,
): readonly ModelFile[] {
  const replica = program.read();
  const trained = {
    model,
    layout: program.layout,
    weights: replica,
    facts: { jobId, weightsSha256, normalizer, dataset: dataset.info, job },
  };
  return requestedFormats(job).flatMap((format) => {
    try {
      return FORMATS[format](trained).files.filter(({ name }) => name !== DESCRIPTION);
    } catch (cause) {
      const { code, message } = TrainError.from(cause);
      throw new TrainError(code, `exports: ${format}: ${message}`, { cause });
    }
  });
}

const requestedFormats = ({ exports = [] }: ResolvedJob): readonly ExportFormat[] =>
  exports.filter((format) => !ALWAYS.includes(format));

/**
 * Refuses before the first step what would only come out after the last one: writes each format once, with the first weights.
 * @throws TrainError as {@link requestedExports}
 */
export function requireExports(parts: JobParts, job: ResolvedJob, jobId: string): void {
  const graphs = requestedFormats(job).filter((format) => format !== 'npz');
  if (graphs.length > 0 && getBackend() !== 'tensorflow')
    throw new TrainError(
      'incompatible',
      `exports: ${graphs.join(', ')}: graphs are recorded by the native engine, which this worker does not have: run ` +
        'npx ringmaster setup there, or leave them out',
    );
  requestedExports(parts, { jobId, job, weightsSha256: '' });
}
