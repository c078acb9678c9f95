import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

/** A request may wrap a document in this many levels. */
const WRAPPING = 2;

/** Depth of nesting of a JSON text, without parsing it: a parser would recurse. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth);
    else if (char === '}' || char === ']') depth--;
  }
  return deepest;
}

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
