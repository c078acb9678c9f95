import { LIMITS } from '@ringmaster/contracts';
import { jsonDepth, TrainError } from '@ringmaster/core';

/** The body of a request as JSON. @throws TrainError `invalid` when it is none, or nested too deeply */
export function parseBody(text: string): unknown {
  if (jsonDepth(text) > LIMITS.predictDepth)
    throw new TrainError('invalid', `the body is nested deeper than ${LIMITS.predictDepth} levels`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TrainError(
      'invalid',
      `the body is not JSON: ${(cause as Error).message}; NaN and infinities are not JSON either`,
      { cause },
    );
  }
}
