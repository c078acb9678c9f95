import { LIMITS } from '@ringmaster/contracts';
import { z } from 'zod';

/** The options by their names. */
export const OPTION_FIELDS = {
  maxTokens: z.int().min(1).max(LIMITS.generateTokens),
  temperature: z.number().min(0).max(100).optional(),
  topK: z.int().min(1).optional(),
  topP: z.number().gt(0).max(1).optional(),
  beams: z.int().min(1).max(LIMITS.generateBeams),
  lengthPenalty: z.number().min(0).max(10),
  seed: z.int().min(0).max(0xffffffff),
};

/** Beams and what only sampling knows exclude each other. */
export const isOneWay = ({
  beams,
  topK,
  topP,
  temperature,
}: Pick<GenerateOptions, 'beams' | 'topK' | 'topP' | 'temperature'>): boolean =>
  beams === 1 || (topK ?? topP ?? temperature) === undefined;
export const ONE_WAY = {
  path: ['beams'],
  message: 'beam search draws nothing: give beams, or temperature, topK and topP',
};

/** How a continuation is chosen. Beam search where `beams` is more than 1, otherwise sampling. */
export const GenerateOptions = z.strictObject(OPTION_FIELDS).refine(isOneWay, ONE_WAY);
export type GenerateOptions = z.output<z.ZodObject<typeof OPTION_FIELDS>>;
