import { TrainError } from '@ringmaster/core';
import type { z } from 'zod';

/** The checked value. @throws TrainError `invalid` with all problems, each with its dotted path below `what` */
export function parsed<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const lines = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  throw new TrainError('invalid', `${what}: ${lines.join('; ')}`, { details: { problems } });
}
