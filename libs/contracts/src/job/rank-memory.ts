import { LIMITS } from '../limits.js';
import type { ResolvedJob } from './document.js';
import { sizeBytes } from './units.js';

/** What one rank of a job needs of its host's memory, in bytes. */
export function rankMemoryBytes({ workers, limits }: ResolvedJob): number {
  const memory = workers.slots.memory ?? limits.memory;
  return memory === undefined ? LIMITS.rankMemoryBytes : sizeBytes(memory);
}
