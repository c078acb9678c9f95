import type { ReplicaState } from '@ringmaster/training';
import { type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { ModelParameters } from './parameter-layout.js';

/** Weights, state and slots as tensors of the engine: what steps read, and updates replace as a whole. */
export interface Replica {
  readonly weights: Tensor;
  /** One vector, or none where the model has no state: the engine takes no empty inputs. */
  readonly state: readonly Tensor[];
  readonly slots: readonly Tensor[];
}

const tensorsOf = ({ weights, state, slots }: Replica): Tensor[] => [weights, ...state, ...slots];

/** Frees the tensors of `old` that `next` does not share. */
export function disposeReplica(old: Replica, next?: Replica): void {
  const kept = new Set(next && tensorsOf(next));
  for (const one of tensorsOf(old)) if (!kept.has(one)) one.dispose();
}

/** Copies: the engine shares memory with the vectors that it is given. */
export const replicaOf = ({ weights, state, slots }: ReplicaState): Replica => ({
  weights: tensor1d(weights.slice()),
  state: stateTensors(state),
  slots: slots.map((slot) => tensor1d(slot.slice())),
});

export const stateTensors = (state: Float32Array): Tensor[] =>
  state.length === 0 ? [] : [tensor1d(state.slice())];

/** A replica with the model's own values and zero slots. */
export function initialReplica({ weights, state, layout }: ModelParameters): Replica {
  return replicaOf({
    weights: flatValues(weights, layout.weightCount),
    state: flatValues(state, layout.stateCount),
    slots: layout.slots.map(() => new Float32Array(layout.weightCount)),
  });
}

/** Values of variables, end to end. */
export function flatValues(variables: readonly LayerVariable[], length: number): Float32Array {
  const flat = new Float32Array(length);
  let offset = 0;
  for (const variable of variables) {
    const data = variable.read().dataSync();
    flat.set(data, offset);
    offset += data.length;
  }
  return flat;
}

const valuesOf = (of: Tensor): Float32Array => Float32Array.from(of.dataSync());

export const readReplica = ({ weights, state: [state], slots }: Replica): ReplicaState => ({
  weights: valuesOf(weights),
  state: state ? valuesOf(state) : new Float32Array(0),
  slots: slots.map(valuesOf),
});
