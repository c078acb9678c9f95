import type { DatasetInfo } from '@ringmaster/data';
import { saveCallbacks } from '../callbacks/callback-state.js';
import { encodeManifest, type CheckpointManifest } from '../checkpoint/manifest.js';
import { modelTensors } from '../checkpoint/named-tensor.js';
import { bestFiles, replicaFiles } from '../checkpoint/replica-files.js';
import { sha256Hex } from '../checkpoint/sha256.js';
import { tensorsSha256 } from '../checkpoint/weights-hash.js';
import type { StoredFile } from '../ports/checkpoint-store.js';
import { saveProgress } from './progress.js';
import type { TrainingLoop } from './training-loop.js';

/** A copy of everything that a step reads, taken between two steps; the next step may run while it is saved. */
export interface Snapshot {
  readonly step: number;
  readonly files: readonly StoredFile[];
  /** The manifest; hashing goes on in the background. */
  manifest(): Promise<Uint8Array>;
}

export function takeSnapshot({ run, progress, plan, normalizer, callbacks }: TrainingLoop): Snapshot {
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
  };
  return {
    step,
    files,
    manifest: async () =>
      encodeManifest({ ...facts, files: await describeFiles(files), weightsSha256: await weightsSha256 }),
  };
}

function describeDataset(info: DatasetInfo): CheckpointManifest['dataset'] {
  const { name, hash, inputShape, inputDtype, extras, labelShape, labelDtype, classes, classNames, tokens } =
    info;
  const samples = {
    inputShape: [...inputShape],
    ...(inputDtype && { inputDtype }),
    ...(extras && { extras: columnFacts(extras) }),
    labelShape: [...labelShape],
    labelDtype,
    ...(classes !== undefined && { classes }),
    ...(classNames && { classNames: [...classNames] }),
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
