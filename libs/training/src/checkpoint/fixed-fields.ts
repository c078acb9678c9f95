import type { ResolvedJob } from '@ringmaster/contracts';
import { optimizerDefinition } from '../optimizers/optimizers.js';

/** A field that a run may not change on its way, and why. */
export interface FixedField {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

interface Rule {
  readonly read: (job: ResolvedJob) => unknown;
  readonly why: string;
  /** May change where an epoch begins. */
  readonly isOfEpoch?: true;
}

const MODEL = 'the checkpoint holds the weights of this model';
const STEPS = 'which samples a step takes, and what step of the epoch it is, follow from it';

/**
 * What the past steps of a run, or the numbering of the coming ones, depend on. What only shapes the future (epochs,
 * learning rate and its schedule, clipping, cadences, workers, limits) may change.
 */
const RULES: Readonly<Record<string, Rule>> = {
  'model.name': { read: (job) => job.model.name, why: MODEL },
  'model.config': { read: (job) => job.model.config, why: MODEL },
  'model.code': { read: (job) => job.model.code ?? 'none', why: MODEL },
  'data.dataset': { read: (job) => job.data.dataset, why: STEPS },
  'data.config': { read: (job) => job.data.config, why: STEPS },
  'data.batchSize': { read: (job) => job.data.batchSize, why: STEPS },
  'data.normalize': {
    read: (job) => job.data.normalize,
    why: 'the model was trained on values scaled like that',
  },
  'data.augment': {
    read: (job) => job.data.augment,
    why: 'an epoch is augmented in one way; it may change at a checkpoint between two epochs',
    isOfEpoch: true,
  },
  loss: { read: (job) => job.loss, why: MODEL },
  task: { read: (job) => job.task ?? 'none', why: MODEL },
  metrics: {
    read: (job) => job.metrics ?? 'none',
    why: 'the checkpoint holds their sums over the running epoch',
  },
  'optimizer.kind': {
    read: (job) => job.optimizer.kind,
    why: 'the checkpoint holds what this optimizer remembers',
  },
  'optimizer.momentum': {
    read: (job) => optimizerDefinition(job.optimizer).slots,
    why: 'with or without it the optimizer remembers other things than the checkpoint holds',
  },
  'training.seed': { read: (job) => job.training.seed, why: STEPS },
  'training.shards': { read: (job) => job.training.shards, why: 'shards never change in the life of a run' },
  'training.accumulate': {
    read: (job) => job.training.accumulate,
    why: 'it is part of how a shard is computed',
  },
  'training.reduce': {
    read: (job) => job.training.reduce ?? 'canonical',
    why: 'whether the bits of a run depend on the number of its workers is true for all of its steps',
  },
  'training.swa': {
    read: (job) => job.training.swa ?? 'none',
    why: 'the checkpoint holds this mean',
  },
  'training.ema': {
    read: (job) => job.training.ema ?? 'none',
    why: 'the checkpoint holds this average',
  },
};

/** Every field that differs and may not. `isEpochStart`: no step of the running epoch is done. */
export function changedFixedFields(
  before: ResolvedJob,
  after: ResolvedJob,
  isEpochStart: boolean,
): readonly FixedField[] {
  return Object.entries(RULES).flatMap(([path, { read, why, isOfEpoch }]) => {
    const [old, now] = [canonicalJson(read(before)), canonicalJson(read(after))];
    const isFree = old === now || (isOfEpoch && isEpochStart);
    return isFree ? [] : [{ path, before: old, after: now, why }];
  });
}

/** JSON with sorted keys: equal for equal values, whatever order they were written in. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? 'undefined';
