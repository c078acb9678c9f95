import {
  ActionLine,
  CreatedToken,
  type CreateTokenRequest,
  LIMITS,
  ROUTES,
  TokenList,
  TokenView,
} from '@ringmaster/contracts';
import type { CallOptions } from './call-options.js';
import type { Http } from './http.js';
import { jsonLines } from './json-lines.js';

/** Tokens of other users and workers. */
export interface Tokens {
  list(options?: CallOptions): Promise<readonly TokenView[]>;
  /** The answer alone holds the token. @throws TrainError `conflict` when the name is taken */
  create(request: CreateTokenRequest, options?: CallOptions): Promise<CreatedToken>;
  /** @throws TrainError `not_found` */
  revoke(name: string, options?: CallOptions): Promise<TokenView>;
}

export const tokensOf = (http: Http): Tokens => ({
  list: async (call) => (await http.json({ ...call, path: ROUTES.tokens.path }, TokenList)).tokens,
  create: (request, call) =>
    http.json({ ...call, method: 'POST', path: ROUTES.createToken.path, body: request }, CreatedToken),
  revoke: (name, call) =>
    http.json(
      {
        ...call,
        method: 'DELETE',
        path: ROUTES.revokeToken.path.replace(':name', () => encodeURIComponent(name)),
      },
      TokenView,
    ),
});

export interface ActionsOptions extends CallOptions {
  /** So many lines, the last ones. Default: all. */
  readonly tail?: number;
  /** What was refused to those whose token does not suffice, instead. Default: false. */
  readonly refusals?: boolean;
}

/** Who changed what, oldest first. */
export const actionsOf = (
  http: Http,
  call: ActionsOptions | undefined,
): AsyncGenerator<ActionLine, void, undefined> =>
  jsonLines(
    http.stream(
      {
        ...call,
        path: ROUTES.actions.path,
        query: { tail: call?.tail, refusals: call?.refusals ? 'true' : undefined },
      },
      LIMITS.downloadIdleMs,
    ),
    ActionLine,
  );
