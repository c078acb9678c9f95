import { TrainError } from '@ringmaster/core';

/** What to say where tfjs does not know a class that a model is made of, or undefined where that is not the matter. */
export function unknownLayer(cause: unknown): TrainError | undefined {
  const found = cause instanceof Error ? /^Unknown layer: ([^\s.]+)/.exec(cause.message)?.[1] : undefined;
  if (found === undefined) return undefined;
  return new TrainError(
    'invalid',
    `model.json: the model has a layer of the class ${found}, which is not one of this library: where the job's code has it, say --allow-code, and the code has to say serialization.registerClass(${found})`,
    { cause },
  );
}
