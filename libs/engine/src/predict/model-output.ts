import type { Batch, Column } from '@ringmaster/data';
import type { HostTensor } from '@ringmaster/training';
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { forward } from '../program/step-functions.js';

/** What a model with its own weights puts out first for a batch, in inference mode and op by op: for a look at few samples. */
export const modelOutput = (model: LayersModel, { x, y, extras = {} }: Batch): HostTensor =>
  tidy(() => {
    const given = ({ data, shape, dtype }: Column): Tensor => tensor(data, [...shape], dtype);
    const named = Object.entries(extras).map(([name, column]) => [name, given(column)] as const);
    const inputs = { x: given(x), y: given(y), extras: Object.fromEntries(named) };
    const [output] = forward({ model }, inputs, false).outputs as readonly [Tensor];
    return { shape: output.shape, data: output.dataSync() as Float32Array };
  });
