import type { Batch } from '@ringmaster/data';
import { attends, withAttention } from '@ringmaster/models/layers';
import type { HostTensor } from '@ringmaster/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { modelOutput } from './model-output.js';

/**
 * The attention weights of a model's layers for a batch, each `[batch, heads, queries, keys]`, in inference mode; empty where no layer
 * attends, or where there are more than `mostValues` in all.
 */
export function attentionMaps(model: LayersModel, batch: Batch, mostValues: number): readonly HostTensor[] {
  if (!attends(model)) return [];
  const maps: HostTensor[] = [];
  let values = 0;
  withAttention(
    (weights) => {
      values += weights.size;
      if (values <= mostValues)
        maps.push({ shape: weights.shape, data: weights.dataSync<'float32'>().slice() });
    },
    () => modelOutput(model, batch),
  );
  return values <= mostValues ? maps : [];
}
