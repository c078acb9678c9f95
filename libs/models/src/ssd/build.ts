import { input, layers, model } from '@tensorflow/tfjs-layers';
import { apply } from '../blocks/chain.js';
import { detectorHead } from '../blocks/detector-head.js';
import type { ModelBuilder } from '../model.js';
import { BACKBONES } from './backbones.js';
import { defaultBoxes } from './default-boxes.js';
import type { SsdConfig } from './entry.js';

/** SSD (W. Liu et al., "SSD: Single Shot MultiBox Detector", ECCV 2016). Images of 300×300 make it SSD300. */
export const buildSsd: ModelBuilder<SsdConfig> = (config, { inputShape, outputs }) => {
  const inputs = input({ shape: [...inputShape], name: 'input' });
  const maps = BACKBONES[config.backbone](inputs, config.width, config.maps);
  const boxes = defaultBoxes(config, maps.length);
  const rows = maps.map((map, i) =>
    detectorHead(map, { name: `logits${i + 1}`, shapes: boxes[i] ?? [], classes: outputs, kernelSize: 3 }),
  );
  const [only] = rows;
  const all = rows.length === 1 && only ? only : apply(layers.concatenate({ name: 'rows', axis: 1 }), rows);
  return model({ name: 'ssd', inputs, outputs: all });
};
