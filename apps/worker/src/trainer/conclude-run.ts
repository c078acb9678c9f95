import type { JobResult, ResolvedJob } from '@ringmaster/contracts';
import { type Clock, type Logger, sleep } from '@ringmaster/core';
import type { Engine } from '@ringmaster/engine';
import type { ArtifactSink, TrainingOutcome } from '@ringmaster/training';
import { exportModel } from './export-model.js';
import { languageMeasures } from './language-measures.js';
import type { JobParts } from './parts.js';
import { publishResults } from './publish-results.js';

export interface Conclusion {
  readonly jobId: string;
  readonly job: ResolvedJob;
  readonly outcome: TrainingOutcome;
  readonly engine: Engine;
  /** Whether this rank publishes what the run leaves: rank 0 of a run that was not stopped. */
  readonly publishes: boolean;
  readonly sink: ArtifactSink;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** What a rank tells of its finished run, after its model, pictures and measures are published. @throws TrainError of the store */
export async function concludeRun(parts: JobParts, o: Conclusion): Promise<JobResult> {
  const { weightsSha256, steps, samples, skippedSteps, metrics } = o.outcome;
  const { artifacts, measures } = o.publishes ? await publish(parts, o) : { artifacts: [], measures: {} };
  return {
    weightsSha256,
    steps,
    samples,
    skippedSteps,
    metrics: { ...metrics, ...measures },
    artifacts,
    backend: backendName(o.engine),
  };
}

async function publish(parts: JobParts, { jobId, job, outcome, clock, ...publishing }: Conclusion) {
  const { weightsSha256 } = outcome;
  const artifacts = [
    ...(await exportModel(parts, { jobId, job, weightsSha256 }, publishing)),
    ...(await publishResults(parts, { job, ...outcome }, publishing)),
  ].sort();
  // The export has put the final weights into the model.
  const measures = await languageMeasures(parts, job, () => sleep(clock, 0, publishing.signal));
  return { artifacts, measures };
}

/** For people and results: `tensorflow 2.21.0`. */
export const backendName = ({ fingerprint }: Engine): string =>
  `${fingerprint.backend} ${fingerprint.tensorflow}`;
