import type { Position, TrainError } from '@ringmaster/core';
import { modelTensors } from '../checkpoint/named-tensor.js';
import { tensorsSha256 } from '../checkpoint/weights-hash.js';
import { encodeHandover, takeOver } from './handover.js';
import type { TrainingLoop } from './training-loop.js';

/** Stages of a step's end; each is one exchange ahead of the one before. */
const REPORT = 1;
const EVALUATE = 2;
const BETWEEN = 3;
const TESTED = 4;

/** Where a rank stands when it gives up a generation. */
export function positionOf({ progress, rest, finalMetrics }: TrainingLoop): Position {
  const stage = rest.report ? REPORT : rest.evaluate ? EVALUATE : finalMetrics ? TESTED : BETWEEN;
  return { step: progress.step, stage };
}

/** What came after a generation. */
export interface Regrouped {
  /** `left`: the others go on. `givenUp`: nobody was there to form another generation. */
  readonly how: 'entered' | 'left' | 'givenUp';
  readonly tookOver: boolean;
  readonly weightsSha256: string;
}

/**
 * Gives up the present generation and enters the next one, with the state of a rank that is ahead where this one is
 * behind. It may also be told to leave.
 * @throws TrainError `cancelled` | `artifact_corrupt` | `incompatible`
 */
export async function regroup(loop: TrainingLoop, cause: TrainError | undefined): Promise<Regrouped> {
  const { run } = loop;
  const { program, signal } = run;
  const weightsSha256 = await tensorsSha256(modelTensors(program.layout, program.read()));
  const next = await run.regroup?.next(
    {
      position: positionOf(loop),
      weightsSha256,
      ...(cause && { cause }),
      handover: () => encodeHandover(loop),
    },
    signal,
  );
  if (!next) return { how: 'left', tookOver: false, weightsSha256 };
  if (next === 'givenUp') return { how: next, tookOver: false, weightsSha256 };
  if (next.handover) await takeOver(loop, next.handover);
  loop.exchange = next.exchange;
  loop.owned = next.exchange.owned;
  loop.firstStep = loop.progress.step;
  // It has had its effect: this is the generation that it asked for.
  if (loop.word === 'resize') loop.word = 'none';
  const { rank, world } = next.exchange;
  const tookOver = next.handover !== undefined;
  run.on.onGeneration?.({ rank, world, step: loop.progress.step, tookOver });
  return { how: 'entered', tookOver, weightsSha256 };
}
