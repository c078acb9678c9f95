import type { OptimizerSpec, ResolvedJob } from '@ringmaster/contracts';
import type { OptimizerDefinition } from '../ports/graph-parts.js';
import { adagrad } from './adagrad.js';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { lamb } from './lamb.js';
import { lars } from './lars.js';
import { lion } from './lion.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';
import { withGradientNoise } from './with-gradient-noise.js';
import { withEma } from './with-ema.js';
import { withRegularization } from './with-regularization.js';
import { withSwa } from './with-swa.js';

type Factory<S extends OptimizerSpec> = (spec: S) => OptimizerDefinition;

const OPTIMIZERS: {
  readonly [Kind in OptimizerSpec['kind']]: Factory<Extract<OptimizerSpec, { kind: Kind }>>;
} = { sgd, adam, adamw, rmsprop, adagrad, lamb, lars, lion };

/** The optimizer of a job document's `optimizer`. The learning rate is no part of it: it comes with each update. */
export function optimizerDefinition(spec: OptimizerSpec): OptimizerDefinition {
  // Each entry of the table takes its own kind; TypeScript cannot follow that link through an index.
  return (OPTIMIZERS[spec.kind] as Factory<OptimizerSpec>)(spec);
}

/** The optimizer of a whole job: with the penalties of its weights, noise on gradients, and the weights' average where the job keeps one. */
export function jobOptimizer({ optimizer, training }: ResolvedJob): OptimizerDefinition {
  const { regularization, gradientNoise, ema, swa, seed } = training;
  const plain = optimizerDefinition(optimizer);
  const penalised = regularization ? withRegularization(plain, regularization) : plain;
  const definition = gradientNoise ? withGradientNoise(penalised, { ...gradientNoise, seed }) : penalised;
  if (swa) return withSwa(definition, swa);
  return ema ? withEma(definition, ema) : definition;
}
