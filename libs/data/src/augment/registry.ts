import type { AugmentKind } from '@ringmaster/contracts';
import type { AugmentationOf } from './augmentation.js';
import { brightness } from './kinds/brightness.js';
import { centreCrop } from './kinds/centre-crop.js';
import { contrast } from './kinds/contrast.js';
import { crop } from './kinds/crop.js';
import { cutmix } from './kinds/cutmix.js';
import { cutout } from './kinds/cutout.js';
import { flip } from './kinds/flip.js';
import { grayscale } from './kinds/grayscale.js';
import { hue } from './kinds/hue.js';
import { mixup } from './kinds/mixup.js';
import { noise } from './kinds/noise.js';
import { quarterTurns } from './kinds/quarter-turns.js';
import { randAugment } from './kinds/rand-augment.js';
import { resizedCrop } from './kinds/resized-crop.js';
import { rotate } from './kinds/rotate.js';
import { saturation } from './kinds/saturation.js';
import { scale } from './kinds/scale.js';
import { shear } from './kinds/shear.js';
import { shift } from './kinds/shift.js';
import { translate } from './kinds/translate.js';

/** Every augmentation that `data.augment` may name. */
export const AUGMENTATIONS: { readonly [Kind in AugmentKind]: AugmentationOf<Kind> } = {
  shift,
  translate,
  flip,
  quarterTurns,
  rotate,
  scale,
  shear,
  crop,
  centreCrop,
  resizedCrop,
  brightness,
  contrast,
  saturation,
  hue,
  grayscale,
  noise,
  cutout,
  mixup,
  cutmix,
  randAugment,
};
