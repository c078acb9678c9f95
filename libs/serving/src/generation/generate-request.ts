import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { z } from 'zod';

/** A request of `POST /v1/generate`; the options are those of `ringmaster generate`. */
export const GenerateRequest = z
  .strictObject({
    prompt: z.string().max(LIMITS.serveGeneratePrompt),
    maxTokens: z.int().min(1).max(LIMITS.serveGenerateTokens).default(64),
    temperature: z.number().min(0).max(100).optional(),
    topK: z.int().min(1).optional(),
    topP: z.number().gt(0).max(1).optional(),
    beams: z.int().min(1).max(LIMITS.serveGenerateBeams).default(1),
    lengthPenalty: z.number().min(0).max(10).default(0.6),
    seed: z.int().min(0).max(0xffffffff).default(0),
    stream: z.boolean().default(false),
  })
  .refine(
    ({ beams, topK, topP, temperature }) => beams === 1 || (topK ?? topP ?? temperature) === undefined,
    {
      path: ['beams'],
      message: 'beam search draws nothing: give beams, or temperature, topK and topP',
    },
  )
  .refine(({ beams, stream }) => beams === 1 || !stream, {
    path: ['stream'],
    message: 'beams have no token to tell before their end: leave out stream, or beams',
  });
export type GenerateRequest = z.output<typeof GenerateRequest>;

/** @throws TrainError `invalid` naming the field */
export function readGenerateRequest(text: string): GenerateRequest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TrainError('invalid', `the body is not JSON: ${(cause as Error).message}`, { cause });
  }
  const parsed = GenerateRequest.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.map(String).join('.') || 'body'}: ${message}`,
  );
  throw new TrainError('invalid', problems.join('\n'));
}
