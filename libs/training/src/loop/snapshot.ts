import type { DatasetInfo } from '@ringmaster/data';
import { saveCallbacks } from '../callbacks/callback-state.js';
import { encodeManifest, type CheckpointManifest } from '../checkpoint/manifest.js';
import { modelTensors } from '../checkpoint/named-tensor.js';
import { bestFiles, replicaFiles } from '../checkpoint/replica-files.js';
import { sha256Hex } from '../checkpoint/sha256.js';
import { tensorsSha256 } from '../checkpoint/weights-hash.js';
import type { StoredFile } from '../ports/checkpoint-store.js';
import { isOver } from './decide.js';
import { saveProgress } from './progress.js';
import type { TrainingLoop } from './training-loop.js';

/** A copy of everything that a step reads, taken between two steps; the next step may run while it is saved. */
export interface Snapshot {
  readonly step: number;
  readonly files: readonly StoredFile[];
  /** The manifest; hashing goes on in the background. */
  manifest(): Promise<Uint8Array>;
}

export function takeSnapshot(loop: TrainingLoop): Snapshot {
  return snapshotWith(loop, undefined);
}

/**
 * The same of a rank that holds its state and can wait no longer, with what is left of its last step. Undefined when the
 * weights that the run ends with are chosen already: nobody can go on from those.
 */
export function takeLastSnapshot(loop: TrainingLoop): Snapshot | undefined {
  const { report, evaluate } = loop.rest;
  if (report || evaluate) return snapshotWith(loop, { report, evaluate });
  return isOver(loop) ? undefined : takeSnapshot(loop);
}

function snapshotWith(
  { run, progress, plan, normalizer, callbacks }: TrainingLoop,
  rest: CheckpointManifest['rest'],
): Snapshot {
  const { job, program, dataset } = run;
  const replica = program.read();
  const files = [
    ...replicaFiles(program.layout, replica),
    ...(callbacks.best ? bestFiles(program.layout, callbacks.best) : []),
  ];
  const savedCallbacks = saveCallbacks(callbacks);
  const weightsSha256 = tensorsSha256(modelTensors(program.layout, replica));
  const { step } = progress;
  const facts = {
    job,
    step,
    epoch: Math.floor(step / plan.stepsPerEpoch),
    progress: saveProgress(progress),
    ...(savedCallbacks && { callbacks: savedCallbacks }),
    dataset: describeDataset(dataset.info),
    normalizer,
    ...(rest && { rest }),
  };
  return {
    step,
    files,
    manifest: async () =>
      encodeManifest({ ...facts, files: await describeFiles(files), weightsSha256: await weightsSha256 }),
  };
}

function describeDataset(info: DatasetInfo): CheckpointManifest['dataset'] {
  const { name, hash, inputShape, inputDtype, extras, labelShape, labelDtype, classes, tokens } = info;
  const { classNames, columns, encodings, fillings } = info;
  const samples = {
    inputShape: [...inputShape],
    ...(inputDtype && { inputDtype }),
    ...(extras && { extras: columnFacts(extras) }),
    labelShape: [...labelShape],
    labelDtype,
    ...(classes !== undefined && { classes }),
    ...(classNames && { classNames: [...classNames] }),
    ...(columns && { columns: [...columns] }),
    ...(encodings && { encodings: [...encodings] }),
    ...(fillings && { fillings: [...fillings] }),
    ...(tokens && { tokens }),
  };
  return { name, hash, samples };
}

const columnFacts = (extras: NonNullable<DatasetInfo['extras']>) =>
  Object.fromEntries(
    Object.entries(extras).map(([name, { shape, dtype }]) => [name, { shape: [...shape], dtype }]),
  );

async function describeFiles(files: readonly StoredFile[]): Promise<CheckpointManifest['files']> {
  const described: CheckpointManifest['files'] = {};
  for (const { name, bytes } of files)
    described[name] = { bytes: bytes.byteLength, sha256: await sha256Hex(bytes) };
  return described;
}
