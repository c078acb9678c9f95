import { TrainError } from '@ringmaster/core';
import type { ModelState } from '../callbacks/callback-state.js';
import type { StoredFile } from '../ports/checkpoint-store.js';
import type { ParameterLayout, ReplicaState, Segment } from '../ports/step-program.js';
import { tensorsOf } from './named-tensor.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

const WEIGHTS = 'weights.safetensors';
const STATE = 'state.safetensors';
const BEST_WEIGHTS = 'best-weights.safetensors';
const BEST_STATE = 'best-state.safetensors';
const slotFile = (slot: string): string => `slot-${slot}.safetensors`;

/** The replica as files: one for the weights, one for the state, one a slot, all with the model's tensor names. */
export const replicaFiles = (layout: ParameterLayout, replica: ReplicaState): readonly StoredFile[] => [
  { name: WEIGHTS, bytes: encodeSafetensors(tensorsOf(layout.weights, replica.weights)) },
  { name: STATE, bytes: encodeSafetensors(tensorsOf(layout.state, replica.state)) },
  ...layout.slots.map((slot, index) => ({
    name: slotFile(slot),
    bytes: encodeSafetensors(tensorsOf(layout.weights, replica.slots[index] ?? new Float32Array(0))),
  })),
];

/** The model of the best evaluation as files. */
export const bestFiles = (layout: ParameterLayout, best: ModelState): readonly StoredFile[] => [
  { name: BEST_WEIGHTS, bytes: encodeSafetensors(tensorsOf(layout.weights, best.weights)) },
  { name: BEST_STATE, bytes: encodeSafetensors(tensorsOf(layout.state, best.state)) },
];

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * The replica that files hold.
 * @throws TrainError `artifact_corrupt`, or `incompatible` naming the tensor that the model does not have like that
 */
export function readReplica(layout: ParameterLayout, files: Files): ReplicaState {
  return {
    ...readModel(layout, files, [WEIGHTS, STATE]),
    slots: layout.slots.map((slot) =>
      readVector(files, { name: slotFile(slot), segments: layout.weights, size: layout.weightCount }),
    ),
  };
}

/** The model of the best evaluation, where the checkpoint has one. @throws TrainError as `readReplica` does */
export const readBest = (layout: ParameterLayout, files: Files): ModelState | undefined =>
  files.has(BEST_WEIGHTS) ? readModel(layout, files, [BEST_WEIGHTS, BEST_STATE]) : undefined;

const readModel = (
  layout: ParameterLayout,
  files: Files,
  [weights, state]: readonly [string, string],
): ModelState => ({
  weights: readVector(files, { name: weights, segments: layout.weights, size: layout.weightCount }),
  state: readVector(files, { name: state, segments: layout.state, size: layout.stateCount }),
});

interface VectorFile {
  readonly name: string;
  readonly segments: readonly Segment[];
  readonly size: number;
}

function readVector(files: Files, { name, segments, size }: VectorFile): Float32Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw new TrainError('artifact_corrupt', `${name}: missing from the checkpoint`);
  return toVector({ name, bytes }, segments, size);
}

function toVector({ name, bytes }: StoredFile, segments: readonly Segment[], size: number): Float32Array {
  const found = new Map(decodeSafetensors(bytes, name).tensors.map((tensor) => [tensor.name, tensor]));
  const vector = new Float32Array(size);
  for (const segment of segments) {
    const tensor = found.get(segment.name);
    const [theirs, ours] = [tensor?.shape.join(', '), segment.shape.join(', ')];
    if (!(tensor?.data instanceof Float32Array) || theirs !== ours)
      throw new TrainError(
        'incompatible',
        `${name}: the model's tensor ${segment.name} is float32 [${ours}], the checkpoint has ` +
          (tensor === undefined ? 'none of that name' : `[${theirs}]`),
      );
    vector.set(tensor.data, segment.offset);
    found.delete(segment.name);
  }
  const [extra] = found.keys();
  if (extra !== undefined) throw new TrainError('incompatible', `${name}: the model has no tensor ${extra}`);
  return vector;
}
