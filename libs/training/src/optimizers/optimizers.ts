import type { OptimizerSpec } from '@ringmaster/contracts';
import type { OptimizerDefinition } from '../ports/graph-parts.js';
import { adam } from './adam.js';
import { sgd } from './sgd.js';

type Factory<S extends OptimizerSpec> = (spec: S) => OptimizerDefinition;

const OPTIMIZERS: {
  readonly [Kind in OptimizerSpec['kind']]: Factory<Extract<OptimizerSpec, { kind: Kind }>>;
} = { sgd, adam };

/** The optimizer of a job document's `optimizer`. The learning rate is no part of it: it comes with each update. */
export function optimizerDefinition(spec: OptimizerSpec): OptimizerDefinition {
  // Each entry of the table takes its own kind; TypeScript cannot follow that link through an index.
  return (OPTIMIZERS[spec.kind] as Factory<OptimizerSpec>)(spec);
}
