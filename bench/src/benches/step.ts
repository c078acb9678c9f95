import type { Bench } from '../core/bench.js';
import { compare, withContenders } from '../core/compare.js';
import type { Settings } from '../core/settings.js';
import { OURS, startOwn, startPeer } from '../core/sides.js';
import { type ModelName, STEP_BATCH } from '../models/model-names.js';

/** Channels-last is a layout of images. */
const IMAGE_MODELS: ReadonlySet<ModelName> = new Set(['cnn', 'resnet20']);

/** Training steps of one process, the optimizer's update included. */
export const step: Bench = {
  name: 'step',
  summary: 'training steps of one process, optimizer included: five models against PyTorch and Keras',
  async run(settings, on) {
    for (const model of settings.models) {
      const { threads } = settings;
      const facts = { bench: 'step', metric: model, unit: 'samples/s', threads, processes: 1 };
      const request = { seconds: settings.quick ? 0.1 : 0.7 };
      await withContenders(on, sides(settings, model), (contenders) =>
        compare(contenders, { facts, request, settings, on }),
      );
    }
  },
};

function sides(settings: Settings, model: ModelName) {
  const { threads } = settings;
  const batch = STEP_BATCH[model];
  const own = {
    name: OURS,
    start: () => startOwn(settings, { threads, specs: [{ kind: 'step', model, batch }] }),
  };
  if (!settings.peers) return [own];
  const peer = (name: string, script: string, mode: string) => ({
    name,
    start: () => startPeer(settings, { name, script, threads, specs: [{ model, batch, mode }] }),
  });
  return [
    own,
    peer('torch-eager', 'step_torch.py', 'eager'),
    ...(IMAGE_MODELS.has(model) ? [peer('torch-channels-last', 'step_torch.py', 'channels-last')] : []),
    peer('torch-compile', 'step_torch.py', 'compile'),
    peer('keras-graph', 'step_keras.py', 'graph'),
    peer('keras-xla', 'step_keras.py', 'xla'),
  ];
}
