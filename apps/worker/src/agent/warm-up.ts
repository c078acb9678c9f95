import { type Logger, TrainError } from '@ringmaster/core';
import type { SlotPlan } from './slot-env.js';
import type { SlotTable } from './slot-table.js';
import type { Succession } from './succession.js';
import type { TrainerPool } from './trainer-pool.js';
import type { WarmFacts } from './trainer-process.js';

export interface EngineFacts {
  /** For people. */
  readonly name: string;
  /** What its trainers really compute on: a GPU that the engine cannot use is none. */
  readonly isGpu: boolean;
}

export interface WarmUpParts {
  readonly slots: readonly SlotPlan[];
  readonly pool: TrainerPool;
  readonly table: Pick<SlotTable, 'adopt' | 'running'>;
  readonly succession?: Pick<Succession, 'adopt'>;
  readonly logger: Logger;
}

/**
 * Takes over the ranks that an earlier agent has begun, and loads an engine for every other slot. The first trainers tell
 * whether this machine can train at all, before anybody counts on it.
 * @throws TrainError why no trainer starts
 */
export async function warmUp(parts: WarmUpParts, signal: AbortSignal): Promise<EngineFacts> {
  const { slots, table, logger } = parts;
  const adopted = await takeOver(parts, signal);
  const held = new Set(table.running().map(({ slot }) => slot));
  const starting = Promise.all(
    slots.filter(({ slot }) => !held.has(slot)).map((slot) => prestart(slot, parts)),
  );
  // Ranks that run already prove it: the coordinator is told of them without delay.
  if (adopted.length > 0)
    starting.catch((error: unknown) => logger.warn('a trainer did not start', { cause: String(error) }));
  const warm = adopted.length > 0 ? adopted : await starting;
  const fingerprint = warm.find((facts) => facts !== undefined)?.fingerprint;
  const isGpu = fingerprint?.['backend'] === 'tensorflow-gpu';
  if (!isGpu && slots.some((slot) => slot.device === 'gpu'))
    logger.warn(
      `A GPU ANSWERS, BUT THE CUDA ENGINE IS NOT BUILT: training runs on the CPU. Run npx ringmaster setup --gpu`,
    );
  for (const warning of new Set(warm.flatMap((facts) => facts?.warnings ?? []))) logger.warn(warning);
  return { name: engineName(fingerprint), isGpu };
}

async function takeOver(
  { table, pool, succession }: WarmUpParts,
  signal: AbortSignal,
): Promise<readonly WarmFacts[]> {
  const adopted: WarmFacts[] = [];
  await succession?.adopt((orphan) => {
    const isTaken = table.adopt(orphan);
    if (isTaken) {
      adopted.push(orphan.taken.facts);
      pool.adopt(orphan.taken.trainer);
    }
    return isTaken;
  }, signal);
  return adopted;
}

/** A trainer that was killed while it started gets one successor; one that cannot start will fail again. */
async function prestart(slot: SlotPlan, { pool, logger }: WarmUpParts): Promise<WarmFacts | undefined> {
  try {
    return await pool.prestart(slot);
  } catch (error) {
    const cause = TrainError.from(error);
    if (!cause.retryable) throw cause;
    logger.warn('a trainer did not start; trying once more', { cause: cause.message });
    return pool.prestart(slot);
  }
}

function engineName(fingerprint: Readonly<Record<string, unknown>> | undefined): string {
  const { backend, tensorflow, device } = fingerprint ?? {};
  return [backend, tensorflow, device].filter((part) => typeof part === 'string' && part !== '').join(' ');
}
