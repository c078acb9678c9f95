import type { OptimizerSpec, ResolvedJob } from '@ringmaster/contracts';
import type { OptimizerDefinition } from '../ports/graph-parts.js';
import { adagrad } from './adagrad.js';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';
import { withEma } from './with-ema.js';

type Factory<S extends OptimizerSpec> = (spec: S) => OptimizerDefinition;

const OPTIMIZERS: {
  readonly [Kind in OptimizerSpec['kind']]: Factory<Extract<OptimizerSpec, { kind: Kind }>>;
} = { sgd, adam, adamw, rmsprop, adagrad };

/** The optimizer of a job document's `optimizer`. The learning rate is no part of it: it comes with each update. */
export function optimizerDefinition(spec: OptimizerSpec): OptimizerDefinition {
  // Each entry of the table takes its own kind; TypeScript cannot follow that link through an index.
  return (OPTIMIZERS[spec.kind] as Factory<OptimizerSpec>)(spec);
}

/** The optimizer of a whole job: with the average of the weights, where the job keeps one. */
export function jobOptimizer({ optimizer, training }: ResolvedJob): OptimizerDefinition {
  const definition = optimizerDefinition(optimizer);
  return training.ema ? withEma(definition, training.ema) : definition;
}
