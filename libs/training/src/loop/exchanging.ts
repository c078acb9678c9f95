import { TrainError } from '@ringmaster/core';
import { type Deadline, withDeadline } from './deadline.js';

/** Codes of failures that another rank's trouble, or the wire between, causes in this one. */
const OF_OTHERS: ReadonlySet<string> = new Set(['peer_lost', 'deadline', 'fenced']);

/** An exchange that did not come together: the generation is over, this rank's state is as it was before. */
export class GenerationOver {
  constructor(readonly cause: TrainError) {}
}

/**
 * Waits for an exchange with the other ranks, within a deadline.
 * @throws GenerationOver when it failed for the others' sake; TrainError for any other reason
 */
export async function exchanging<T>(limit: Deadline, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await withDeadline(limit, work);
  } catch (error) {
    if (error instanceof TrainError && OF_OTHERS.has(error.code) && !limit.signal.aborted)
      throw new GenerationOver(error);
    throw error;
  }
}
