import { type ResolvedJob, VERSION } from '@ringmaster/contracts';
import { assignWeights } from '@ringmaster/engine';
import { toLayersModelFiles } from '@ringmaster/models';
import { type ArtifactSink, encodeSafetensors, modelTensors, type StoredFile } from '@ringmaster/training';
import type { JobParts } from './parts.js';

export interface ExportFacts {
  readonly jobId: string;
  readonly job: ResolvedJob;
  readonly weightsSha256: string;
}

/**
 * Publishes the trained model as `model/model.json` with `model/weights.bin` (tfjs) and as `model/model.safetensors`.
 * What the model needs to be fed right, the normaliser, goes with both as metadata.
 * @returns the artifacts' names
 * @throws TrainError `unavailable` | `disk_full`
 */
export async function exportModel(
  { model, program, normalizer, dataset }: JobParts,
  facts: ExportFacts,
  { sink, signal }: { readonly sink: ArtifactSink; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const { weightsSha256, jobId, job } = facts;
  const replica = program.read();
  assignWeights(model, replica);
  const { name, hash, classes, classNames, columns } = dataset.info;
  const metadata = {
    producer: `ringmaster ${VERSION}`,
    jobId,
    weightsSha256,
    normalizer,
    dataset: {
      name,
      hash,
      ...(classes !== undefined && { classes }),
      ...(classNames && { classNames }),
      ...(columns && { columns }),
    },
    job,
  };
  const texts = Object.entries(metadata).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const files: readonly StoredFile[] = [
    ...toLayersModelFiles(model, metadata),
    {
      name: 'model.safetensors',
      bytes: encodeSafetensors(
        modelTensors(program.layout, replica),
        Object.fromEntries(texts) as Record<string, string>,
      ),
    },
  ];
  const names: string[] = [];
  // The topology comes last: whoever sees it sees the weights too.
  for (const file of [...files].sort(
    (a, b) => Number(a.name === 'model.json') - Number(b.name === 'model.json'),
  )) {
    names.push(`model/${file.name}`);
    await sink.put({ name: `model/${file.name}`, bytes: file.bytes }, signal);
  }
  return names.sort();
}
