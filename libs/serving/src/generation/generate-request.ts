import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import { parseBody } from '../json-body.js';
import { isOneWay, ONE_WAY, OPTION_FIELDS } from './generate-options.js';

/** A request of `POST /v1/generate`; the options are those of `ringmaster generate`, in narrower bounds. */
export const GenerateRequest = z
  .strictObject({
    ...OPTION_FIELDS,
    prompt: z.string().max(LIMITS.serveGeneratePrompt),
    maxTokens: z.int().min(1).max(LIMITS.serveGenerateTokens).default(64),
    beams: z.int().min(1).max(LIMITS.serveGenerateBeams).default(1),
    lengthPenalty: OPTION_FIELDS.lengthPenalty.default(0.6),
    seed: OPTION_FIELDS.seed.default(0),
    stream: z.boolean().default(false),
  })
  .refine(isOneWay, ONE_WAY)
  .refine(({ beams, stream }) => beams === 1 || !stream, {
    path: ['stream'],
    message: 'beams have no token to tell before their end: leave out stream, or beams',
  });
export type GenerateRequest = z.output<typeof GenerateRequest>;

/** @throws TrainError `invalid` naming the field, or for what is no JSON */
export function readGenerateRequest(text: string): GenerateRequest {
  const parsed = GenerateRequest.safeParse(parseBody(text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'body'}: ${message}`,
  );
  throw new TrainError('invalid', problems.join('\n'));
}
