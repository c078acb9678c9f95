import { TrainError } from '@ringmaster/core';
import { bearerToken, sameSecret } from '../control/bearer.js';

/** What a guard looks at; Node's `IncomingHttpHeaders` fit. */
export interface RequestHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly authorization?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}

/** The door of every HTTP server of ours; passed before anything of a body is read. */
export interface HttpGuard {
  /** Refuses names that are not ours (DNS rebinding) and other sites' pages. @throws TrainError `forbidden` */
  checkOrigin(headers: RequestHeaders): void;
  /** The token that came along. @throws TrainError `unauthenticated` without one */
  givenToken(headers: RequestHeaders): string;
  /** @throws TrainError `unauthenticated` unless this token came along */
  requireToken(headers: RequestHeaders, token: string): void;
}

/** What goes with every answer. */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

export const wrongToken = (): TrainError =>
  new TrainError(
    'unauthenticated',
    "the token is wrong or was revoked; the coordinator's own is in its home directory's token file",
  );

/** `own` names join the loopback names that a Host header may have. */
export function createHttpGuard(own: readonly string[]): HttpGuard {
  const lower = own.map((name) => name.toLowerCase());
  const names = new Set([...LOOPBACK, ...lower, ...lower.map((name) => `[${name}]`)]);
  const isOurs = (authority: string) => names.has(authority.toLowerCase().replace(/:\d+$/, ''));
  const originIsOurs = (origin: string) => {
    const found = /^https?:\/\/([^/]+)$/i.exec(origin)?.[1];
    return found !== undefined && isOurs(found);
  };
  const givenToken = (headers: RequestHeaders): string => {
    const given = bearerToken(headers.authorization);
    if (given !== undefined) return given;
    throw new TrainError('unauthenticated', 'the request has no token; send `Authorization: Bearer <token>`');
  };
  return {
    checkOrigin(headers) {
      if (headers.host === undefined || !isOurs(headers.host))
        throw new TrainError(
          'forbidden',
          `host "${headers.host ?? ''}" is not served here; use ${LOOPBACK[1]}`,
        );
      if (headers.origin !== undefined && !originIsOurs(headers.origin))
        throw new TrainError('forbidden', `requests from ${headers.origin} are not allowed`);
      const site = headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none')
        throw new TrainError('forbidden', `requests from another site are not allowed (${String(site)})`);
    },
    givenToken,
    requireToken(headers, token) {
      if (!sameSecret(givenToken(headers), token)) throw wrongToken();
    },
  };
}
