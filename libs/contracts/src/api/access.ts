import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../errors.js';
import { ROLES } from './routes.js';
import { DEFAULT_OWNER } from './views.js';

export const TokenName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'must be 1–63 of a–z, 0–9, ".", "_" and "-"')
  .refine((name) => name !== DEFAULT_OWNER, `"${DEFAULT_OWNER}" is the token of the home directory`);

export const CreateTokenRequest = z.strictObject({ name: TokenName, role: z.enum(ROLES) });
export type CreateTokenRequest = z.output<typeof CreateTokenRequest>;

/** What is known of a token. It is kept as its SHA-256 alone. */
export const TokenView = z.object({ name: z.string(), role: z.enum(ROLES), createdAt: z.string() });
export type TokenView = z.output<typeof TokenView>;
export const TokenList = z.object({ tokens: z.array(TokenView) });

export const CreatedToken = TokenView.extend({ token: z.string() });
export type CreatedToken = z.output<typeof CreatedToken>;

/** One mutation that somebody asked for. */
export const ActionLine = z.object({
  at: z.string(),
  /** Also in the answer's header `ringmaster-request`. */
  requestId: z.string(),
  /** Name and role of the token; null for who had none that counts. */
  who: z.object({ name: z.string(), role: z.enum(ROLES) }).nullable(),
  /** Where the connection came from. */
  from: z.string(),
  /** The route, by its key in ROUTES. */
  action: z.string(),
  /** What it was about: the parameters of the path, and what the route says of it besides (`about` in ROUTES). */
  target: z.record(z.string(), z.string()),
  status: z.int(),
  outcome: z.enum(['done', 'refused', 'failed']),
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]).optional(),
});
export type ActionLine = z.output<typeof ActionLine>;
