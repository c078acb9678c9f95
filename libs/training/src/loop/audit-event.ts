import { TrainError } from '@ringmaster/core';
import type { StepPlan } from '../order/training-plan.js';
import type { StepRecord } from '../record.js';
import type { AuditEvent } from './training-run.js';

/** The step for the audit log, out of nothing but its reduced record. */
export function auditEvent(step: StepPlan, record: StepRecord, isApplied: boolean): AuditEvent {
  const { digests, counts, replicaHashes } = record;
  const [replicaBefore] = replicaHashes.values();
  return {
    step: step.step + 1,
    epoch: step.epoch,
    isApplied,
    loss: record.lossSum / record.samples,
    shards: Array.from({ length: digests.size }, (_, shard) => ({
      count: counts.get(shard) ?? 0,
      digest: digests.get(shard) ?? 0n,
    })),
    ...(replicaBefore !== undefined && { replicaBefore }),
  };
}

/** A step that did not get its samples. */
export function incompleteStep(step: StepPlan, { counts, samples }: StepRecord): TrainError {
  const wrong = [...counts]
    .map(([shard, got]) => ({ shard, got, expected: step.shardIds(shard).length }))
    .filter(({ got, expected }) => got !== expected)
    .map(({ shard, got, expected }) => `shard ${shard} got ${got} instead of ${expected}`);
  return new TrainError(
    'internal',
    `step ${step.step + 1} summed ${samples} samples, expected ${step.batch}: the reader delivered others than it was asked for (${wrong.join(', ')})`,
    { details: { step: step.step + 1, shards: wrong } },
  );
}
