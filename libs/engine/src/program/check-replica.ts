import { TrainError } from '@ringmaster/core';
import type { ParameterLayout, ReplicaState } from '@ringmaster/training';

/** @throws TrainError `invalid` when a replica is not that of the model */
export function checkReplica({ weights, state, slots }: ReplicaState, layout: ParameterLayout): void {
  checkLength('weights', weights, layout.weightCount);
  checkLength('state', state, layout.stateCount);
  if (slots.length !== layout.slots.length)
    throw new TrainError(
      'invalid',
      `${slots.length} optimizer slots given, ${layout.slots.length} expected (${layout.slots.join(', ')})`,
    );
  slots.forEach((slot, i) => checkLength(`slot ${layout.slots[i]}`, slot, layout.weightCount));
}

/** @throws TrainError `invalid` */
export function checkLength(what: string, data: Float32Array, expected: number): void {
  if (data.length !== expected)
    throw new TrainError('invalid', `${what} has ${data.length} values, the model has ${expected}`);
}
