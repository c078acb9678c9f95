import { nearest, TrainError } from '@ringmaster/core';
import type { Bench } from '../core/bench.js';
import { allreduce } from './allreduce.js';
import { dataThreads } from './data-threads.js';
import { recovery } from './recovery.js';
import { scaling } from './scaling.js';
import { scheduler } from './scheduler.js';
import { soak } from './soak.js';
import { startup } from './startup.js';
import { step } from './step.js';
import { stream } from './stream.js';

/** Every benchmark, in the order in which they run. */
export const BENCHES: readonly Bench[] = [
  step,
  allreduce,
  stream,
  scaling,
  startup,
  dataThreads,
  recovery,
  scheduler,
  soak,
];

/** The named ones, all without a name. @throws TrainError `invalid` */
export function chosen(names: readonly string[]): readonly Bench[] {
  const known = BENCHES.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const close = nearest(name, known);
    const hint = close === undefined ? '' : `; did you mean ${close}?`;
    throw new TrainError('invalid', `there is no benchmark "${name}"${hint} There are: ${known.join(', ')}`);
  }
  return names.length === 0 ? BENCHES : BENCHES.filter(({ name }) => names.includes(name));
}
