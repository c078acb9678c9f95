import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { ModelState } from '../callbacks/callback-state.js';
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
  requireCompatible(manifest, request.job, request.datasetHash);
  const replica = readReplica(request.layout, files);
  if ((await tensorsSha256(modelTensors(request.layout, replica))) !== manifest.weightsSha256)
    throw new TrainError('artifact_corrupt', `the tensors of step ${step} do not match weightsSha256`);
  const best = readBest(request.layout, files);
  return { manifest, replica, ...(best && { best }) };
}
