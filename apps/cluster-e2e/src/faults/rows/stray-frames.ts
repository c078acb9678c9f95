import type { FaultRow } from '../fault-row.js';
import { runTampered } from '../tampered-run.js';

export const strayFrames: FaultRow = {
  row: 12,
  name: 'stray-frames',
  fault: 'a frame of an old step comes again, one comes twice, two change places',
  invariant:
    'it is ignored, or the step is computed again; nothing is added twice; the bits of the undisturbed run',
  runs: 2,
  run: async (ground, { rng }) => (await runTampered(ground, rng, ['late', 'duplicate', 'reorder'])).figures,
};
