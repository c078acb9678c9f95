import { assert } from '@ringmaster/core';
import type { ParameterLayout, ReplicaState, Segment } from '../ports/step-program.js';

/** A tensor on the host, row-major. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** The tensors of a flat vector, as views of it. */
export const tensorsOf = (segments: readonly Segment[], vector: Float32Array): readonly NamedTensor[] =>
  segments.map(({ name, shape, offset, size }) => ({
    name,
    shape,
    data: vector.subarray(offset, offset + size),
  }));

/** Weights, then state, in layout order: what a model is. */
export const modelTensors = (layout: ParameterLayout, replica: ReplicaState): readonly NamedTensor[] => [
  ...tensorsOf(layout.weights, replica.weights),
  ...tensorsOf(layout.state, replica.state),
];

/** Weights, state and slots: everything that the next step reads. */
export const replicaTensors = (layout: ParameterLayout, replica: ReplicaState): readonly NamedTensor[] => [
  ...modelTensors(layout, replica),
  ...layout.slots.flatMap((slot, index) => {
    const vector = replica.slots[index];
    assert(vector, `the program names the slot ${slot} and does not hold it`);
    return tensorsOf(layout.weights, vector);
  }),
];
