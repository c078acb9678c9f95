import { z } from 'zod';
import { defineModel } from '../model.js';
import { planTopology, Topology } from './topology.js';

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
    if ('layers' in plan) return;
    for (const { path, message } of plan.slice(0, LISTED))
      context.addIssue({ code: 'custom', path: ['topology', ...path], message });
  });
export type KerasConfig = z.output<typeof KerasConfig>;

export const keras = defineModel({
  name: 'keras',
  summary: 'a model that Keras 2 or tfjs has written (model.json)',
  config: KerasConfig,
  brought: 'topology',
  unfit: (inputShape, _samples, { topology }) => {
    const plan = planTopology(topology);
    if (!('layers' in plan)) return undefined;
    const wanted = plan.inputShape;
    const fits =
      wanted.length === inputShape.length &&
      wanted.every((dim, axis) => dim === null || dim === inputShape[axis]);
    return fits ? undefined : `takes samples of shape [${wanted.map((dim) => dim ?? 'any').join(', ')}]`;
  },
  load: async () => (await import('./build.js')).buildKeras,
});
