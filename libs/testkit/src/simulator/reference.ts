import type { ResolvedJob } from '@ringmaster/contracts';
import {
  type AuditEvent,
  resolveJob,
  type StepEvent,
  type StepProgram,
  type TrainingOutcome,
} from '@ringmaster/training';
import { linearProgram } from '../training/linear-program.js';
import { memoryDataset } from '../training/memory-dataset.js';
import { trainInProcess } from '../training/train-in-process.js';
import { MAX_ATTEMPTS, type Scenario } from './scenario.js';

const INPUTS = 3;
const CLASSES = 2;

/** Four steps an epoch, the last of them short. */
export const simDataset = memoryDataset({
  sizes: { train: 18, validation: 3, test: 3 },
  inputs: INPUTS,
  classes: CLASSES,
});

export const simProgram = (): StepProgram =>
  linearProgram({ inputs: INPUTS, classes: CLASSES, dropout: 0.2 });

export function simJob({ workers, shards, epochs, checkpointEvery }: Scenario): ResolvedJob {
  return resolveJob({
    version: 1,
    kind: 'train',
    model: { name: 'linear' },
    data: { dataset: 'blobs', batchSize: 5 },
    loss: 'sparseCategoricalCrossentropy',
    optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0.9 },
    training: {
      epochs,
      seed: 5,
      shards,
      verifyReplicasEvery: 4,
      checkpoint: { everySteps: checkpointEvery, keep: 2 },
    },
    workers,
    limits: { maxAttempts: MAX_ATTEMPTS },
  });
}

/** What happens when nothing goes wrong: every number of it has to come out of every disturbed run, too. */
export interface Reference {
  readonly outcome: TrainingOutcome;
  /** By finished steps. */
  readonly steps: ReadonlyMap<number, Pick<StepEvent, 'loss' | 'gradientNorm' | 'samples'>>;
  readonly audits: ReadonlyMap<number, string>;
}

const known = new Map<string, Promise<Reference>>();

/** Trains undisturbed, with one rank. Runs of equal mathematics are computed once. */
export function referenceOf(scenario: Scenario): Promise<Reference> {
  const key = `${scenario.shards}/${scenario.epochs}`;
  const found = known.get(key) ?? undisturbed(scenario);
  known.set(key, found);
  return found;
}

async function undisturbed(scenario: Scenario): Promise<Reference> {
  const steps = new Map<number, StepEvent>();
  const audits = new Map<number, string>();
  const on = () => ({
    onStep: (event: StepEvent) => void steps.set(event.step, event),
    onAudit: (event: AuditEvent) => void audits.set(event.step, auditKey(event)),
  });
  const [outcome] = await trainInProcess({
    ...{ job: simJob(scenario), world: 1, dataset: simDataset, program: simProgram, on },
  });
  return { outcome: outcome as TrainingOutcome, steps, audits };
}

/** Which samples a step has used, and whether it was applied. */
export const auditKey = ({ isApplied, shards }: AuditEvent): string =>
  `${isApplied} ${shards.map(({ count, digest }) => `${count}:${digest}`).join(' ')}`;
