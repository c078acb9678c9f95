import { openTokenizer, tokenizerFiles } from '@ringmaster/data';
import { assignWeights } from '@ringmaster/engine';
import { toLayersModelFiles } from '@ringmaster/models';
import { type ArtifactSink, encodeSafetensors, modelTensors, type StoredFile } from '@ringmaster/training';
import { exportMetadata, metadataTexts } from '../export/metadata.js';
import type { RunFacts } from '../export/trained-model.js';
import type { JobParts } from './parts.js';
import { requestedExports } from './requested-exports.js';

/**
 * Publishes the trained model as `model/model.json` with `model/weights.bin` (tfjs) and as `model/model.safetensors`.
 * What the model needs to be fed right, the normaliser or the tokenizer, goes with both as metadata; a tokenizer also as
 * `model/vocab.json` and `model/merges.txt`. What the document's `exports` asks for beside them lies there too.
 * @returns the artifacts' names
 * @throws TrainError `unavailable` | `disk_full`
 */
export async function exportModel(
  parts: JobParts,
  facts: RunFacts,
  { sink, signal }: { readonly sink: ArtifactSink; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const { model, program, normalizer, dataset } = parts;
  const replica = program.read();
  assignWeights(model, replica);
  const described = { ...facts, normalizer, dataset: dataset.info };
  const { tokenizer } = dataset.info.tokens ?? {};
  const files: readonly StoredFile[] = [
    ...(tokenizer ? tokenizerFiles(openTokenizer(tokenizer)) : []),
    ...toLayersModelFiles(model, exportMetadata(described)),
    {
      name: 'model.safetensors',
      bytes: encodeSafetensors(modelTensors(program.layout, replica), metadataTexts(described)),
    },
    ...requestedExports(parts, facts),
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
