import { type LossName, type LossOptions, lossOptions, type LossSpec } from '@ringmaster/contracts';
import type { LossFunction } from '../ports/graph-parts.js';
import { binaryCrossentropy } from './binary-crossentropy.js';
import { categoricalCrossentropy } from './categorical-crossentropy.js';
import { contrastive } from './contrastive.js';
import { ctc } from './ctc.js';
import { dice } from './dice.js';
import { focal } from './focal.js';
import { hinge } from './hinge.js';
import { huber } from './huber.js';
import { iou } from './iou.js';
import { klDivergence } from './kl-divergence.js';
import { multibox } from './multibox.js';
import { meanAbsoluteError } from './mean-absolute-error.js';
import { meanSquaredError } from './mean-squared-error.js';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.js';
import { triplet } from './triplet.js';
import { yolo } from './yolo.js';

type Factory<Options extends LossOptions> = (options: Options) => LossFunction;

const LOSSES: { readonly [Kind in LossName]: Factory<Extract<LossOptions, { kind: Kind }>> } = {
  sparseCategoricalCrossentropy,
  categoricalCrossentropy,
  binaryCrossentropy,
  meanSquaredError,
  meanAbsoluteError,
  huber,
  hinge,
  klDivergence,
  focal,
  dice,
  iou,
  contrastive,
  triplet,
  ctc,
  multibox,
  yolo,
};

/** The loss of a job document's `loss`. Cross-entropies take logits. */
export function lossFunction(spec: LossSpec): LossFunction {
  const options = lossOptions(spec);
  // Each entry of the table takes its own kind; TypeScript cannot follow that link through an index.
  return (LOSSES[options.kind] as Factory<LossOptions>)(options);
}
