import { TrainError } from '@ringmaster/core';
import { CONTROL_WORDS, type ControlWord } from '../record.js';
import { checkpointSaver, type CheckpointSaver, idleSaver } from './checkpoint-saver.js';
import { evaluateAndDecide, isOver, takeFinalWeights } from './decide.js';
import { evaluateSplit } from './evaluate.js';
import { GenerationOver } from './exchanging.js';
import { regroup } from './generations.js';
import { takeOver } from './handover.js';
import { reportSkippedStep } from './non-finite.js';
import { agreeOnWeights } from './replicas.js';
import { takeLastSnapshot, takeSnapshot } from './snapshot.js';
import { takeStep } from './step.js';
import { booked, openLoop, type TrainingLoop } from './training-loop.js';
import type { TrainingOutcome, TrainingRun } from './training-run.js';

/**
 * Trains one rank to the end of its job, or to a control word that ends it, from one generation to the next. All ranks
 * of a generation call it; they finish the same steps and end with bitwise equal weights, whatever their number.
 * @returns with the word `resize` when this rank was told to leave and the others go on, with `stop` when it gave up
 * waiting for a next generation: then its state is in a checkpoint
 * @throws TrainError `non_finite` | `replica_drift` | `deadline` | `peer_lost` | `data_corrupt` | `disk_full` | …
 */
export async function runTraining(run: TrainingRun): Promise<TrainingOutcome> {
  const loop = openLoop(run);
  if (run.handover) await takeOver(loop, run.handover);
  let saver = openSaver(loop, run.resume !== undefined);
  try {
    for (;;) {
      const ended = await trainGeneration(loop, saver);
      if ('outcome' in ended) return ended.outcome;
      const { how, tookOver, weightsSha256 } = await regroup(loop, ended.cause);
      if (how === 'givenUp') await saveHeldState(loop);
      if (how !== 'entered') {
        const control = how === 'left' ? 'resize' : 'stop';
        return { ...countsOf(loop), stopped: true, control, metrics: {}, weightsSha256 };
      }
      saver = await inherited(loop, saver, tookOver);
    }
  } finally {
    await saver.settle();
  }
}

type Ended = { readonly outcome: TrainingOutcome } | { readonly cause: TrainError | undefined };

/** Until the run ends, or the generation does: by the word `resize`, or because a rank was lost. */
async function trainGeneration(loop: TrainingLoop, saver: CheckpointSaver): Promise<Ended> {
  try {
    await endStep(loop, saver);
    while (!isOver(loop) && !endsRun(loop.word)) {
      loop.run.signal.throwIfAborted();
      await takeStep(loop);
      await endStep(loop, saver);
      await loop.breathe();
    }
    if (loop.word === 'resize' && loop.run.regroup && !isOver(loop)) return { cause: undefined };
    return { outcome: await endRun(loop, saver) };
  } catch (error) {
    if (!(error instanceof GenerationOver)) throw error;
    if (!loop.run.regroup) throw error.cause;
    return { cause: error.cause };
  }
}

/** Whatever is still to be done of the last step. */
async function endStep(loop: TrainingLoop, saver: CheckpointSaver): Promise<void> {
  const { rest } = loop;
  if (rest.report) await reportSkippedStep(loop);
  if (rest.evaluate) await booked(loop, 'evaluate', () => evaluateAndDecide(loop));
  if (rest.save && isCheckpointDue(loop))
    await booked(loop, 'checkpoint', () => saver.save(takeSnapshot(loop)));
  rest.save = false;
}

async function endRun(loop: TrainingLoop, saver: CheckpointSaver): Promise<TrainingOutcome> {
  const stopped = !isOver(loop);
  if (!stopped) takeFinalWeights(loop);
  loop.finalMetrics ??= stopped ? {} : await evaluateSplit(loop, 'test');
  const weightsSha256 = await agreeOnWeights(loop);
  await saver.finish();
  const control = stopped ? loop.word : 'none';
  const { finalMetrics: metrics, finalConfusion: confusion } = loop;
  return { ...countsOf(loop), stopped, control, metrics, weightsSha256, ...(confusion && { confusion }) };
}

const countsOf = ({ progress: { step, samples, skippedSteps } }: TrainingLoop) => ({
  steps: step,
  samples,
  skippedSteps,
});

/** `pause` and `resize` end a generation like `stop` does: who sent them decides what comes next. */
const endsRun = (control: ControlWord): boolean =>
  CONTROL_WORDS.indexOf(control) >= CONTROL_WORDS.indexOf('pause');

/** Rank 0 saves every n steps, at the end (before the final weights are chosen, so that it can be gone on from), and when a control word asks for it. */
function isCheckpointDue(loop: TrainingLoop): boolean {
  const { run, progress, word } = loop;
  if (loop.exchange.rank !== 0) return false;
  const isPeriodic = progress.step % run.job.training.checkpoint.everySteps === 0;
  const isAsked = word !== 'none' && !(word === 'resize' && run.regroup);
  return isPeriodic || isAsked || isOver(loop);
}

const openSaver = (loop: TrainingLoop, hasPrevious: boolean): CheckpointSaver =>
  loop.exchange.rank === 0 ? saverOf(loop.run, hasPrevious) : idleSaver;

function saverOf(
  { checkpoints, job, clock, signal, on }: TrainingRun,
  hasPrevious: boolean,
): CheckpointSaver {
  const { keep } = job.training.checkpoint;
  return checkpointSaver({ store: checkpoints, keep, hasPrevious, clock, signal, on });
}

/** Any rank may be the last that has this state. @throws TrainError when it cannot be kept */
async function saveHeldState(loop: TrainingLoop): Promise<void> {
  const snapshot = takeLastSnapshot(loop);
  if (!snapshot)
    throw new TrainError(
      'unavailable',
      'this rank gave up with its final weights chosen, which no run can go on from: the job goes on from its newest checkpoint',
    );
  const saver = saverOf(loop.run, false);
  await saver.save(snapshot);
  await saver.finish();
}

/**
 * The saver of the generation just entered. Whoever becomes rank 0 saves at once: its predecessor may have died over the
 * latest checkpoint. So does one that took a state over: its own, which it has saved before, may have drifted. Not when the final weights are chosen already: such a state cannot be gone on from.
 */
async function inherited(
  loop: TrainingLoop,
  saver: CheckpointSaver,
  tookOver: boolean,
): Promise<CheckpointSaver> {
  const { run, progress, rest, exchange } = loop;
  if (exchange.rank !== 0 || (saver !== idleSaver && !tookOver)) return saver;
  const fresh =
    saver === idleSaver ? openSaver(loop, progress.step > run.job.training.checkpoint.everySteps) : saver;
  if (!rest.save && progress.step > 0 && !isOver(loop)) await fresh.save(takeSnapshot(loop));
  return fresh;
}
