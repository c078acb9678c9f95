import { CONTROL_WORDS, type ControlWord } from '../record.js';
import { checkpointSaver, type CheckpointSaver, idleSaver } from './checkpoint-saver.js';
import { evaluateAndDecide, isOver, takeFinalWeights } from './decide.js';
import { evaluateSplit, isEvaluationDue } from './evaluate.js';
import { agreeOnWeights } from './replicas.js';
import { takeSnapshot } from './snapshot.js';
import { takeStep } from './step.js';
import { openLoop, type TrainingLoop } from './training-loop.js';
import type { TrainingOutcome, TrainingRun } from './training-run.js';

/**
 * Trains one rank to the end of its job, or to a control word that ends it. All ranks of a generation call it; they
 * finish the same steps and end with bitwise equal weights, whatever their number.
 * @throws TrainError `non_finite` | `replica_drift` | `deadline` | `peer_lost` | `data_corrupt` | `disk_full` | …
 */
export async function runTraining(run: TrainingRun): Promise<TrainingOutcome> {
  const loop = openLoop(run);
  const { progress } = loop;
  const saver = openSaver(run);
  try {
    let control: ControlWord = 'none';
    while (!isOver(loop) && !endsRun(control)) {
      run.signal.throwIfAborted();
      const finished = await takeStep(loop);
      control = finished.control;
      if (isEvaluationDue(loop, finished)) await evaluateAndDecide(loop);
      if (isCheckpointDue(loop, control)) await saver.save(takeSnapshot(loop));
      await loop.breathe();
    }

    const stopped = !isOver(loop);
    if (!stopped) takeFinalWeights(loop);
    const metrics = stopped ? {} : await evaluateSplit(loop, 'test');
    const weightsSha256 = await agreeOnWeights(loop);
    await saver.finish();
    const { step: steps, samples, skippedSteps } = progress;
    return {
      stopped,
      control: stopped ? control : 'none',
      steps,
      samples,
      skippedSteps,
      metrics,
      weightsSha256,
    };
  } finally {
    await saver.settle();
  }
}

/** `pause` and `resize` end a generation like `stop` does: who sent them decides what comes next. */
const endsRun = (control: ControlWord): boolean =>
  CONTROL_WORDS.indexOf(control) >= CONTROL_WORDS.indexOf('pause');

/** Rank 0 saves every n steps, at the end (before the final weights are chosen, so that it can be gone on from), and when a control word asks for it. */
function isCheckpointDue(loop: TrainingLoop, control: ControlWord): boolean {
  const { run, progress } = loop;
  if (run.exchange.rank !== 0) return false;
  const isPeriodic = progress.step % run.job.training.checkpoint.everySteps === 0;
  return isPeriodic || control !== 'none' || isOver(loop);
}

function openSaver({
  exchange,
  checkpoints: store,
  job,
  resume,
  clock,
  signal,
  on,
}: TrainingRun): CheckpointSaver {
  if (exchange.rank !== 0) return idleSaver;
  const { keep } = job.training.checkpoint;
  return checkpointSaver({ store, keep, hasPrevious: resume !== undefined, clock, signal, on });
}
