import { assert } from '@ringmaster/core';
import { keep, type Tensor } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';

/**
 * Runs `fn` while the variables read the given tensors instead of their own. What layers write meanwhile (BatchNorm's
 * moving statistics) goes nowhere else: `current()` gives the newest value of each, kept until `fn` returns.
 */
export function borrowVariables<T>(
  variables: readonly LayerVariable[],
  values: readonly Tensor[],
  fn: (current: () => Tensor[]) => T,
): T {
  const current = [...values];
  const written: Tensor[] = [];
  variables.forEach((variable, index) => {
    variable.read = () => {
      const value = current[index];
      assert(value, `variable ${variable.originalName} was given no value`);
      return value;
    };
    variable.write = (value) => {
      // The writer's tidy would take it away at its end.
      written.push(keep(value));
      current[index] = value;
      return variable;
    };
  });
  try {
    return fn(() => [...current]);
  } finally {
    for (const variable of variables) {
      // Uncovers the methods of the class.
      Reflect.deleteProperty(variable, 'read');
      Reflect.deleteProperty(variable, 'write');
    }
    for (const value of written) value.dispose();
  }
}
