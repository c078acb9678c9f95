import { TrainError } from '@ringmaster/core';
import type { OutputActivation } from '../outputs.js';
import type { TopologyPlan } from './topology.js';

/**
 * The plan with logits at its end: a softmax or sigmoid that the loss brings itself, in the last layer or as one of its own, is
 * left out. Anything else at the end stays.
 * @throws TrainError `invalid` where that layer is shared with another place
 */
export function withoutOutputActivation(
  plan: TopologyPlan,
  activation: OutputActivation | undefined,
): TopologyPlan {
  const last = plan.calls.find(({ tensor }) => tensor === plan.output);
  if (!last || activation === undefined) return plan;
  const { className, options, name } = last.layer;
  const its = className === 'Softmax' ? 'softmax' : options['activation'];
  if (its !== activation) return plan;
  const others = plan.calls.filter((call) => call !== last);
  if (className === 'Softmax' || className === 'Activation')
    return { ...plan, calls: others, output: last.inputs[0] ?? plan.output };
  if (others.some(({ layer }) => layer.name === name))
    throw new TrainError(
      'invalid',
      `model.config.topology: layer "${name}" is the last one and used before, and the loss takes it without its ${activation}: give the end a layer of its own`,
    );
  const linear = { ...last.layer, options: { ...options, activation: 'linear' } };
  return { ...plan, calls: plan.calls.map((call) => (call === last ? { ...call, layer: linear } : call)) };
}
