import { TrainError } from '@ringmaster/core';

/** One thing that is wrong with a document. `path` is dotted (`training.shards`); empty for the document as a whole. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** One `invalid` error for all problems: the message lists them, `details.problems` holds them as data. */
export function problemsError(problems: readonly Problem[]): TrainError {
  const lines = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return new TrainError('invalid', lines.join('\n'), { details: { problems } });
}

/** The problems that a caught `invalid` error carries, or its message as one problem at `path`. */
export function problemsOf(error: TrainError, path: string): readonly Problem[] {
  const listed = error.details?.['problems'];
  return Array.isArray(listed) && listed.every(isProblem) ? listed : [{ path, message: error.message }];
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    typeof value.path === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
