import { LIMITS } from '@ringmaster/contracts';
import { jsonDepth, TrainError } from '@ringmaster/core';

/** A request may wrap a document in this many levels. */
const WRAPPING = 2;

/** @throws TrainError `invalid` when it is not JSON, or nested deeper than a job document may be */
export function parseJsonBody(text: string): unknown {
  const limit = LIMITS.jobDocumentDepth + WRAPPING;
  if (jsonDepth(text) > limit)
    throw new TrainError('invalid', `the body is nested deeper than ${LIMITS.jobDocumentDepth} levels`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TrainError('invalid', `the body is not JSON: ${(error as Error).message}`, { cause: error });
  }
}
