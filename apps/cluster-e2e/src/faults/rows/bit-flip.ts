import { type FaultRow, hold } from '../fault-row.js';
import { runTampered } from '../tampered-run.js';

const FLIPS = 3;

export const bitFlip: FaultRow = {
  row: 11,
  name: 'bit-flip',
  fault: 'a bit of a frame between two ranks is flipped on its way',
  invariant: 'every flip is detected before anything of the frame is used; the bits of the undisturbed run',
  runs: 2,
  async run(ground, { rng, full }) {
    const flips = full ? FLIPS : 1;
    const { figures, logs } = await runTampered(
      ground,
      rng,
      Array.from({ length: flips }, () => 'flip' as const),
    );
    const detected = logs.match(/refused a frame from rank \d+/g)?.length ?? 0;
    hold(detected >= flips, `${detected} of ${flips} flipped bits are told of: ${logs.slice(-2_000)}`);
    return { ...figures, detected };
  },
};
