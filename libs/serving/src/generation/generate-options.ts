import { LIMITS } from '@ringmaster/contracts';
import { z } from 'zod';

/** How a continuation is chosen. Beam search where `beams` is more than 1, otherwise sampling. */
export const GenerateOptions = z
  .strictObject({
    maxTokens: z.int().min(1).max(LIMITS.generateTokens),
    temperature: z.number().min(0).max(100).optional(),
    topK: z.int().min(1).optional(),
    topP: z.number().gt(0).max(1).optional(),
    beams: z.int().min(1).max(LIMITS.generateBeams),
    lengthPenalty: z.number().min(0).max(10),
    seed: z.int().min(0).max(0xffffffff),
  })
  .refine(
    ({ beams, topK, topP, temperature }) => beams === 1 || (topK ?? topP ?? temperature) === undefined,
    {
      message: 'beam search draws nothing: give beams, or temperature, topK and topP',
    },
  );
export type GenerateOptions = z.output<typeof GenerateOptions>;
