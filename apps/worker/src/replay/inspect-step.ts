import { auditFloat, type ReplayReport, type ResolvedJob } from '@ringmaster/contracts';
import type { Batch, Column } from '@ringmaster/data';
import { assignWeights } from '@ringmaster/engine';
import { withSeed } from '@ringmaster/models/layers';
import {
  encodeSafetensors,
  jobTask,
  microBatches,
  type NamedTensor,
  type StepPlan,
  stepSeed,
  type TaskDefinition,
} from '@ringmaster/training';
import { dispose, type Tensor, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { type LayersModel, model as modelOf } from '@tensorflow/tfjs-layers';
import type { JobParts } from '../trainer/parts.js';
import { type StatisticsOf, statisticsOf } from './statistics.js';

/** What a step is given, and what the model makes of it before it is updated. */
export interface InspectedStep extends Pick<ReplayReport, 'samples' | 'nonFiniteSamples' | 'activations'> {
  /** ids, shards, x, y and losses of all samples, in the order of the batch. */
  readonly batch: Uint8Array;
}

interface Piece {
  readonly ids: Uint32Array;
  readonly shard: number;
  readonly batch: Batch;
  readonly losses: Float32Array;
}

/**
 * Looks at a step without taking it: forward passes in training mode with the step's own seeds, one a shard or
 * micro-batch as in training, but operation by operation, so that every layer's output can be seen. Losses may differ
 * from the compiled step's in their last bits.
 */
export function inspectStep(parts: JobParts, job: ResolvedJob, step: StepPlan): InspectedStep {
  assignWeights(parts.model, parts.program.read());
  const layers = layersOf(parts.model);
  // All layers at once: dropout draws as often, and in the order, as in the step.
  const model = modelOf({ inputs: parts.model.inputs, outputs: layers.map(({ output }) => output) });
  const outputs = parts.model.outputs.map((output) => layers.findIndex((layer) => layer.output === output));
  const task = jobTask(job, parts.dataset.info);
  const statistics = layers.map(() => statisticsOf());
  const read = parts.pipelines.training(parts.dataset);
  const pieces: Piece[] = [];
  for (let shard = 0; shard < job.training.shards; shard++)
    microBatches(step.shardIds(shard), job.training.accumulate).forEach((ids, micro) => {
      const { accumulate, seed } = job.training;
      const words = stepSeed(seed, { step: step.step, shard, ...(accumulate > 1 && { micro }) });
      const batch = read(step.epoch, ids);
      pieces.push({ ids, shard, batch, losses: forward({ model, outputs, task, statistics }, batch, words) });
    });
  const samples = pieces.flatMap(samplesOf);
  const isBad = ({ loss, nonFiniteInputs }: (typeof samples)[number]) =>
    typeof loss === 'string' || nonFiniteInputs > 0;
  return {
    samples,
    nonFiniteSamples: samples.filter(isBad).map(({ id }) => id),
    activations: layers.map(({ name, output }, index) => ({
      layer: name,
      shape: output.shape.slice(1).map((size) => size ?? 0),
      statistics: statistics[index]?.result() ?? statisticsOf().result(),
    })),
    batch: encodeSafetensors(batchTensors(pieces), {
      step: String(step.step + 1),
      epoch: String(step.epoch),
    }),
  };
}

const layersOf = (model: LayersModel) =>
  model.layers.flatMap((layer) => {
    const output = layer.getOutputAt(0);
    return Array.isArray(output) ? [] : [{ name: layer.name, output }];
  });

interface Forward {
  /** Puts out what every layer does. */
  readonly model: LayersModel;
  /** Which outputs are the model's own. */
  readonly outputs: readonly number[];
  readonly task: TaskDefinition;
  readonly statistics: readonly StatisticsOf[];
}

function forward(
  { model, outputs, task, statistics }: Forward,
  batch: Batch,
  words: readonly [number, number],
): Float32Array {
  const results = tidy(() => {
    const seed = tensor1d([words[0] | 0, words[1] | 0], 'int32');
    const [x, y] = [columnTensor(batch.x), columnTensor(batch.y)];
    const extras = Object.fromEntries(
      Object.entries(batch.extras ?? {}).map(([name, column]) => [name, columnTensor(column)]),
    );
    const given = model.inputs.map(({ sourceLayer }) => extras[sourceLayer.name] ?? x);
    const all = withSeed(seed, () => model.apply(given, { training: true })) as Tensor[];
    return [...all, task.losses({ x, y, extras, outputs: outputs.map((index) => all[index] as Tensor) })];
  });
  statistics.forEach((statistic, index) => statistic.add(results[index]?.dataSync() ?? []));
  const losses = Float32Array.from(results.at(-1)?.dataSync() ?? []);
  dispose(results);
  return losses;
}

const columnTensor = ({ data, shape, dtype }: Column): Tensor => tensor(data, [...shape], dtype);

function samplesOf({ ids, shard, batch, losses }: Piece): ReplayReport['samples'] {
  const width = batch.x.data.length / Math.max(1, batch.count);
  return Array.from(ids, (id, row) => ({
    id,
    shard,
    loss: auditFloat(losses[row] ?? NaN),
    nonFiniteInputs: batch.x.data.subarray(row * width, (row + 1) * width).filter((v) => !Number.isFinite(v))
      .length,
  }));
}

function batchTensors(pieces: readonly Piece[]): readonly NamedTensor[] {
  const count = pieces.reduce((sum, { batch }) => sum + batch.count, 0);
  const ints = (of: (piece: Piece) => ArrayLike<number>) =>
    Int32Array.from(pieces.flatMap((piece) => Array.from(of(piece))));
  const column = (name: string, of: 'x' | 'y'): readonly NamedTensor[] => {
    const [first] = pieces;
    if (!first) return [];
    const { dtype, shape } = first.batch[of];
    const size = pieces.reduce((sum, { batch }) => sum + batch[of].data.length, 0);
    const data = dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);
    let at = 0;
    for (const { batch } of pieces) {
      data.set(batch[of].data, at);
      at += batch[of].data.length;
    }
    return [{ name, shape: [count, ...shape.slice(1)], data }];
  };
  return [
    { name: 'ids', shape: [count], data: ints(({ ids }) => ids) },
    { name: 'shards', shape: [count], data: ints(({ ids, shard }) => Array.from(ids, () => shard)) },
    ...column('x', 'x'),
    ...column('y', 'y'),
    { name: 'losses', shape: [count], data: Float32Array.from(pieces.flatMap(({ losses }) => [...losses])) },
  ];
}
