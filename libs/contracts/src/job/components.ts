import { z } from 'zod';

/** A name that is safe as a label, a file name and part of a host name (RFC 1123 label). */
export const Label = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    'must be 1–63 of a–z, 0–9 and "-", not starting or ending with "-"',
  );

/** A registry key such as `lenet5` or `simple-cnn`. */
export const RegistryName = Label;

const learningRate = (byDefault: number) =>
  z.number().positive().default(byDefault).describe('peak learning rate; the schedule scales it');
const epsilon = z.number().positive().default(1e-7).describe('added to the denominator');
const moments = {
  beta1: z.number().min(0).lt(1).default(0.9).describe('decay of the first moment'),
  beta2: z.number().min(0).lt(1).default(0.999).describe('decay of the second moment'),
  epsilon,
};
/**
 * The name of a data set that workers hold, alone or as `name@hash`: at least 12 leading digits of the SHA-256 of its
 * content, which then must be that.
 */
export const DataSource = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(@[0-9a-f]{12,64})?$/,
    'must be a name of a–z, 0–9 and "-", alone or followed by "@" and 12–64 hexadecimal digits of the content\'s hash',
  );

const attack = {
  epsilon: z.number().positive().describe('largest change of a value, after normalisation'),
};
const weightDecay = z
  .number()
  .min(0)
  .default(0.01)
  .describe('shrinks weights of two or more dimensions (kernels, embeddings), not biases');

export const OptimizerSpec = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z
      .literal('sgd')
      .describe('w − η·g; with `momentum` v ← μ·v + g, w − η·v, with `nesterov` w − η·(g + μ·v)'),
    learningRate: learningRate(0.01),
    momentum: z.number().min(0).lt(1).default(0).describe('heavy-ball momentum; 0 is plain SGD'),
    nesterov: z.boolean().default(false).describe('look ahead along the momentum; needs `momentum` above 0'),
  }),
  z.strictObject({
    kind: z.literal('adam').describe('bias-corrected moments, w − η·m̂ / (√v̂ + ε)'),
    learningRate: learningRate(0.001),
    ...moments,
  }),
  z.strictObject({
    kind: z.literal('adamw').describe('(1 − η·λ)·w, then the step of `adam`'),
    learningRate: learningRate(0.001),
    ...moments,
    weightDecay: z
      .number()
      .min(0)
      .default(0.01)
      .describe(
        'each update shrinks a weight by learning rate × this, apart from its gradient; only weights of two or more ' +
          'dimensions (kernels, embeddings), not biases and the scales and offsets of normalisations',
      ),
  }),
  z.strictObject({
    kind: z.literal('rmsprop').describe('v ← ρ·v + (1 − ρ)·g², w − η·g / (√v + ε)'),
    learningRate: learningRate(0.001),
    rho: z.number().min(0).lt(1).default(0.9).describe('decay of the mean square of the gradient'),
    momentum: z.number().min(0).lt(1).default(0).describe('momentum of the scaled gradient'),
    epsilon,
  }),
  z.strictObject({
    kind: z.literal('adagrad').describe('s ← s + g², w − η·g / (√(s₀ + s) + ε)'),
    learningRate: learningRate(0.01),
    initialAccumulator: z.number().min(0).default(0.1).describe('what the sum of squares starts with'),
    epsilon,
  }),
  z.strictObject({
    kind: z
      .literal('lamb')
      .describe("Adam's step with decay, scaled by ‖w‖ ÷ ‖step‖ for each parameter; for large batches"),
    learningRate: learningRate(0.001),
    ...moments,
    weightDecay,
  }),
  z.strictObject({
    kind: z
      .literal('lars')
      .describe(
        'momentum of gradients scaled by trust·‖w‖ ÷ (‖g‖ + λ·‖w‖) for each kernel; for large batches',
      ),
    learningRate: learningRate(0.1),
    momentum: z.number().min(0).lt(1).default(0.9).describe('momentum of the scaled gradient'),
    weightDecay,
    trust: z.number().positive().default(0.001).describe('how much of its own norm a kernel may move by'),
  }),
  z.strictObject({
    kind: z.literal('lion').describe('(1 − η·λ)·w − η·sign(β₁·m + (1 − β₁)·g)'),
    learningRate: learningRate(0.0001),
    beta1: z.number().min(0).lt(1).default(0.9).describe('weight of the momentum in the direction'),
    beta2: z.number().min(0).lt(1).default(0.99).describe('decay of the momentum'),
    weightDecay,
  }),
]);
export const AdversarialSpec = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fgsm'), epsilon: attack.epsilon }),
  z.strictObject({
    kind: z.literal('pgd'),
    ...attack,
    steps: z.int().positive().max(100).default(7).describe('steps of the attack'),
    stepSize: z.number().positive().describe('how far each step moves a value'),
  }),
]);
export type AdversarialSpec = z.output<typeof AdversarialSpec>;
export type OptimizerSpec = z.output<typeof OptimizerSpec>;

/** What watches a number of the validation split; `FALLING_METRICS` tells which of them should fall. */
const monitor = {
  monitor: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/, 'must be `loss` or a number that the run reports')
    .default('loss')
    .describe('the number of the validation split that is watched: `loss`, or one of the metrics'),
  patience: z.int().positive().default(5).describe('evaluations in a row without improvement that are borne'),
  minDelta: z.number().min(0).default(0).describe('a smaller change than this is no improvement'),
};

export const EarlyStoppingSpec = z.strictObject({
  ...monitor,
  restoreBest: z
    .boolean()
    .default(true)
    .describe('the run ends with the weights of its best evaluation; every checkpoint holds them too'),
});
export type EarlyStoppingSpec = z.output<typeof EarlyStoppingSpec>;

const warmupSteps = z
  .int()
  .min(0)
  .default(0)
  .describe('steps of linear warm-up from 0 to the peak learning rate');

export const ScheduleSpec = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant').describe('the peak throughout'), warmupSteps }),
  z.strictObject({
    kind: z.literal('step').describe('`factor` to the power of ⌊steps ÷ `everySteps`⌋'),
    warmupSteps,
    everySteps: z.int().positive().describe('steps between two decays, counted after the warm-up'),
    factor: z.number().gt(0).lte(1).default(0.1).describe('multiplier at each decay'),
  }),
  z.strictObject({
    kind: z.literal('cosine').describe('half a wave from 1 down to `finalFraction`'),
    warmupSteps,
    finalFraction: z.number().min(0).lte(1).default(0).describe('learning rate at the last step ÷ peak'),
  }),
  z.strictObject({
    kind: z.literal('exponential').describe('`factor` to the power of steps ÷ `everySteps`, smoothly'),
    warmupSteps,
    everySteps: z.int().positive().describe('steps in which the learning rate falls by `factor`, smoothly'),
    factor: z.number().gt(0).lte(1).default(0.96).describe('multiplier over that many steps'),
  }),
  z.strictObject({
    kind: z.literal('polynomial').describe('a power of what is left, from 1 down to `finalFraction`'),
    warmupSteps,
    power: z.number().positive().default(1).describe('1 is a straight line'),
    finalFraction: z.number().min(0).lte(1).default(0).describe('learning rate at the last step ÷ peak'),
  }),
  z.strictObject({
    kind: z
      .literal('cosineRestarts')
      .describe('half a wave every `cycleSteps`, each cycle `cycleGrowth` times as long as the last (SGDR)'),
    warmupSteps,
    cycleSteps: z.int().positive().describe('steps of the first cycle, counted after the warm-up'),
    cycleGrowth: z
      .number()
      .min(1)
      .max(100)
      .default(1)
      .describe('how much longer each cycle is than the last'),
    finalFraction: z.number().min(0).lte(1).default(0).describe('learning rate at the end of a cycle ÷ peak'),
  }),
  z.strictObject({
    kind: z
      .literal('cyclical')
      .describe('up and down in straight lines between `lowestFraction` and 1, or half as high each time'),
    warmupSteps,
    halfCycleSteps: z.int().positive().describe('steps from the lowest rate to the peak'),
    lowestFraction: z.number().min(0).lt(1).default(0.1).describe('lowest learning rate ÷ peak'),
    amplitude: z
      .enum(['constant', 'halved'])
      .default('constant')
      .describe('how high later cycles reach: as the first, or half as high as the one before'),
  }),
  z.strictObject({
    kind: z
      .literal('oneCycle')
      .describe('from `initialFraction` up to 1 in `risingShare` of the steps, then down to `finalFraction`'),
    warmupSteps,
    risingShare: z.number().gt(0).lt(1).default(0.3).describe('share of the steps that lead up to the peak'),
    initialFraction: z.number().gt(0).lte(1).default(0.04).describe('learning rate at the first step ÷ peak'),
    finalFraction: z.number().min(0).lte(1).default(4e-6).describe('learning rate at the last step ÷ peak'),
  }),
  z.strictObject({
    kind: z.literal('plateau').describe('lower whenever the validation split stops improving'),
    warmupSteps,
    ...monitor,
    factor: z.number().gt(0).lt(1).default(0.1).describe('multiplier at each reduction'),
    cooldown: z.int().min(0).default(0).describe('evaluations after a reduction that are not counted'),
    finalFraction: z.number().min(0).lte(1).default(0).describe('lowest learning rate ÷ peak'),
  }),
]);
export type ScheduleSpec = z.output<typeof ScheduleSpec>;

/** How the ranks sum their gradients. */
export const Reduce = z.enum(['canonical', 'ring']);
export type Reduce = z.output<typeof Reduce>;
