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

/** Who changed what, oldest first; the last `tail`. */
export const actionsOf = (
  http: Http,
  call: (CallOptions & { tail?: number }) | undefined,
): AsyncGenerator<ActionLine, void, undefined> =>
  jsonLines(
    http.stream({ ...call, path: ROUTES.actions.path, query: { tail: call?.tail } }, LIMITS.downloadIdleMs),
    ActionLine,
  );
