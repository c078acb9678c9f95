import type { OutputActivation } from '../outputs.js';
import type { TopologyPlan } from './topology.js';

/**
 * The plan with logits at its end: a softmax or sigmoid that the loss brings itself, in the last layer or as one of its own, is
 * left out. Anything else at the end stays.
 */
export function withoutOutputActivation(
  plan: TopologyPlan,
  activation: OutputActivation | undefined,
): TopologyPlan {
  const last = plan.layers.find(({ name }) => name === plan.output);
  if (!last || activation === undefined) return plan;
  const { className, options, inputs, name } = last;
  const its = className === 'Softmax' ? 'softmax' : options['activation'];
  if (its !== activation) return plan;
  if (className === 'Softmax' || className === 'Activation')
    return {
      ...plan,
      layers: plan.layers.filter((layer) => layer !== last),
      output: inputs[0] ?? name,
    };
  const linear = { ...last, options: { ...options, activation: 'linear' } };
  return { ...plan, layers: plan.layers.map((layer) => (layer === last ? linear : layer)) };
}
