import { z } from 'zod';
import { defineModel } from '../model.js';
import { inputColumn, isColumn } from './input-column.js';
import { planTopology } from './topology.js';
import { Topology } from './topology-schema.js';

/** How many problems of one file are listed. */
const LISTED = 20;

export const KerasConfig = z
  .strictObject({
    topology: Topology.describe(
      'the architecture, as Keras 2 and tfjs write it into a model.json; `run` and `submit` take it from the file that `model.path` names',
    ),
  })
  .superRefine(({ topology }, context) => {
    const plan = planTopology(topology);
    if ('calls' in plan) return;
    for (const { path, message } of plan.slice(0, LISTED))
      context.addIssue({ code: 'custom', path: ['topology', ...path], message });
  });
export type KerasConfig = z.output<typeof KerasConfig>;

export const keras = defineModel({
  name: 'keras',
  summary: 'a model that Keras or tfjs has written (model.json)',
  config: KerasConfig,
  brought: 'topology',
  unfit: (inputShape, samples, { topology }) => {
    const plan = planTopology(topology);
    if (!('calls' in plan)) return undefined;
    const names = plan.inputs.map(({ name }) => name);
    const unnamed = names.filter((name) => !isColumn(name, samples));
    if (unnamed.length > 1)
      return `has the inputs ${names.join(', ')}, of which one takes the samples and the others a column of their name, and there are no columns ${unnamed.slice(1).join(', ')}`;
    for (const { name, shape } of plan.inputs) {
      const column = inputColumn(name, { ...samples, inputShape }).shape;
      const fits =
        shape.length === column.length && shape.every((dim, axis) => dim === null || dim === column[axis]);
      const told = `samples of shape [${shape.map((dim) => dim ?? 'any').join(', ')}]`;
      if (!fits) return names.length === 1 ? `takes ${told}` : `takes ${told} at its input ${name}`;
    }
    return undefined;
  },
  load: async () => (await import('./build.js')).buildKeras,
});
