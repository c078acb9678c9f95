import { TrainError } from '@ringmaster/core';
import { exchanging } from './exchanging.js';
import { emptyRecord } from './shard-record.js';
import type { TrainingLoop } from './training-loop.js';

const IDS_IN_MESSAGE = 32;

/**
 * Tells which shards made a step non-finite. The reduced record only says that one did, so the ranks exchange a second
 * one that carries the digests of offending shards alone; every rank takes part, because all saw the same sum. What a
 * rank knew that is gone by then is not told.
 */
export async function reportSkippedStep(loop: TrainingLoop): Promise<void> {
  const { run, plan, deadlines, exchange, rest } = loop;
  const { clock, signal } = run;
  const step = plan.at(loop.progress.step - 1);
  const flags = loop.owned.map((shard) => {
    const digest = rest.offenders.get(shard);
    const digests = new Map<number, bigint>(digest === undefined ? [] : [[shard, digest]]);
    return { ...emptyRecord(0), digests };
  });
  const limit = { clock, signal, ms: deadlines.limitMs(step.batch), what: `the report of step ${step.step}` };
  const merged = await exchanging(limit, (inner) => exchange.exchangeRecords(step.step, flags, inner));
  rest.report = false;
  const all = Array.from({ length: plan.shards }, (_, shard) => shard);
  const shards = merged.digests.size > 0 ? [...merged.digests.keys()].sort((a, b) => a - b) : all;
  const ids = shards.flatMap((shard) => [...step.shardIds(shard)]);
  const { lossScale } = loop.progress;
  run.on.onSkippedStep?.({ step: step.step, shards, ids, ...(lossScale && { lossScale: lossScale.scale }) });
  const limitSteps = run.job.training.maxNonFiniteSteps;
  if (loop.progress.nonFiniteInARow >= limitSteps) throw nonFinite(limitSteps, step.step, { shards, ids });
}

function nonFinite(
  steps: number,
  step: number,
  { shards, ids }: { readonly shards: readonly number[]; readonly ids: readonly number[] },
): TrainError {
  const listed = ids.slice(0, IDS_IN_MESSAGE).join(', ');
  const more = ids.length > IDS_IN_MESSAGE ? ` and ${ids.length - IDS_IN_MESSAGE} more` : '';
  return new TrainError(
    'non_finite',
    `loss or gradient was not finite ${steps === 1 ? 'in' : `in ${steps} steps in a row, up to`} step ${step}, ` +
      `shards ${shards.join(', ')}: training samples ${listed}${more}; look at these samples, lower ` +
      'optimizer.learningRate or set training.clipNorm',
    { details: { step, shards, ids: ids.slice(0, 1_000) } },
  );
}
