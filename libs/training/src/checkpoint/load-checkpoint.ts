import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { ModelState } from '../callbacks/callback-state.js';
import { EMA_SLOT } from '../optimizers/with-ema.js';
import type { CheckpointStore } from '../ports/checkpoint-store.js';
import type { ParameterLayout, ReplicaState } from '../ports/step-program.js';
import { requireCompatible } from './compatibility.js';
import { type CheckpointManifest, parseManifest } from './manifest.js';
import { modelTensors } from './named-tensor.js';
import { readBest, readReplica } from './replica-files.js';
import { sha256Hex } from './sha256.js';
import { tensorsSha256 } from './weights-hash.js';

/** A verified checkpoint, ready to be continued by any number of workers. */
export interface LoadedCheckpoint {
  readonly manifest: CheckpointManifest;
  readonly replica: ReplicaState;
  /** The model of the best evaluation, where early stopping is to restore it. */
  readonly best?: ModelState;
}

export interface LoadRequest {
  readonly store: CheckpointStore;
  /** `latest`: the newest valid one. */
  readonly step: number | 'latest';
  /** The job that wants to go on from it. */
  readonly job: ResolvedJob;
  readonly layout: ParameterLayout;
  readonly datasetHash: string;
  readonly signal: AbortSignal;
  /** Called for each corrupt checkpoint that `latest` passes over. */
  onCorrupt?(step: number, error: TrainError): void;
}

/**
 * Loads and verifies a checkpoint: every file against the manifest, the whole against its `weightsSha256`, and the
 * manifest against the job. `latest` passes over corrupt ones, newest first, and gives undefined when none is left (the
 * run then starts over, which a deterministic one may); an incompatible one is an error.
 * @throws TrainError `not_found` | `artifact_corrupt` (a step asked for by number) | `incompatible` | `unavailable`
 */
export async function loadCheckpoint(request: LoadRequest): Promise<LoadedCheckpoint | undefined> {
  if (request.step !== 'latest') return loadStep(request, request.step);
  const steps = await request.store.list(request.signal);
  for (const step of [...steps].sort((a, b) => b - a)) {
    try {
      return await loadStep(request, step);
    } catch (error) {
      // One that was pruned since it was listed counts like a corrupt one.
      const isGone = error instanceof TrainError && ['artifact_corrupt', 'not_found'].includes(error.code);
      if (!isGone) throw error;
      request.onCorrupt?.(step, error);
    }
  }
  return undefined;
}

async function loadStep(request: LoadRequest, step: number): Promise<LoadedCheckpoint> {
  const { manifest: bytes, files } = await request.store.load(step, request.signal);
  const manifest = parseManifest(bytes);
  if (manifest.step !== step || manifest.progress.step !== step)
    throw new TrainError(
      'artifact_corrupt',
      `manifest.json of step ${step} says that it is of step ${manifest.step}`,
    );
  return openCheckpoint({ manifest, files }, request.layout, () =>
    requireCompatible(manifest, request.job, request.datasetHash),
  );
}

/**
 * The tensors of a checkpoint, verified: every file against the manifest, the whole against its `weightsSha256`.
 * @param accept called when the files are whole, before they are read; may refuse by throwing
 * @throws TrainError `artifact_corrupt` | `incompatible` naming the tensor that the layout does not have like that
 */
export async function openCheckpoint(
  {
    manifest,
    files,
  }: { readonly manifest: CheckpointManifest; readonly files: ReadonlyMap<string, Uint8Array> },
  layout: ParameterLayout,
  accept: () => void = () => undefined,
): Promise<LoadedCheckpoint> {
  const { step } = manifest;
  for (const [name, expected] of Object.entries(manifest.files)) {
    const file = files.get(name);
    if (file === undefined) throw new TrainError('artifact_corrupt', `${name}: missing from step ${step}`);
    if (file.byteLength !== expected.bytes)
      throw new TrainError(
        'artifact_corrupt',
        `${name} of step ${step}: ends at byte ${file.byteLength}, expected ${expected.bytes}`,
      );
    if ((await sha256Hex(file)) !== expected.sha256)
      throw new TrainError(
        'artifact_corrupt',
        `${name} of step ${step}: the content does not match its SHA-256`,
      );
  }
  accept();
  const replica = readReplica(layout, files);
  if ((await tensorsSha256(modelTensors(layout, replica))) !== manifest.weightsSha256)
    throw new TrainError('artifact_corrupt', `the tensors of step ${step} do not match weightsSha256`);
  const best = readBest(layout, files);
  return { manifest, replica, ...(best && { best }) };
}

/** The model of a checkpoint as evaluations see it: averaged weights where the job keeps them. */
export function evaluatedCheckpoint(
  { manifest, replica }: LoadedCheckpoint,
  layout: ParameterLayout,
): ModelState {
  const average = replica.slots[layout.slots.indexOf(EMA_SLOT)];
  const weights =
    (manifest.job.training.ema ?? manifest.job.training.swa) && manifest.progress.updates > 0
      ? average
      : replica.weights;
  return { weights: weights ?? replica.weights, state: replica.state };
}
