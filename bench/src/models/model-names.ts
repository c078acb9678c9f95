export const MODEL_NAMES = ['mlp', 'cnn', 'resnet20', 'lstm', 'gpt'] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

/** Samples of a step in the `step` benchmark. */
export const STEP_BATCH: Readonly<Record<ModelName, number>> = {
  mlp: 128,
  cnn: 64,
  resnet20: 64,
  lstm: 64,
  gpt: 16,
};
