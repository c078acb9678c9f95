import type { RouteAccess } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { bearerToken, sameSecret } from '@ringmaster/rpc';
import type { ArtifactGrant, JobSecrets } from '../attempts/job-secrets.js';

/** Who calls: a user (or an agent) with the home's token, a rank with an artifact token, or somebody without any. */
export type Caller =
  | { readonly kind: 'user' }
  | { readonly kind: 'rank'; readonly grant: ArtifactGrant }
  | { readonly kind: 'nobody' };

export interface RequestHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly authorization?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}

export interface Guard {
  /** Refuses names that are not ours (DNS rebinding) and other sites' pages. @throws TrainError `forbidden` */
  checkOrigin(headers: RequestHeaders): void;
  /** Looks at the token before anything of the body is read. @throws TrainError `unauthenticated` */
  identify(headers: RequestHeaders, access: RouteAccess): Caller;
}

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** `listenHost` joins the loopback names that a Host header may have. */
export function createGuard(listenHost: string, token: string, secrets: JobSecrets): Guard {
  const names = new Set([...LOOPBACK, listenHost.toLowerCase(), `[${listenHost.toLowerCase()}]`]);
  const isOurs = (authority: string) => names.has(authority.toLowerCase().replace(/:\d+$/, ''));
  const originIsOurs = (origin: string) => {
    const found = /^https?:\/\/([^/]+)$/i.exec(origin)?.[1];
    return found !== undefined && isOurs(found);
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
    identify(headers, access) {
      if (access === 'public') return { kind: 'nobody' };
      const given = bearerToken(headers.authorization);
      if (given === undefined)
        throw new TrainError(
          'unauthenticated',
          'the request has no token; send `Authorization: Bearer <token>`',
        );
      if (sameSecret(given, token)) return { kind: 'user' };
      const grant = access === 'job' ? secrets.readArtifactToken(given) : undefined;
      if (!grant)
        throw new TrainError(
          'unauthenticated',
          "the token is wrong; it is in the home directory's token file",
        );
      return { kind: 'rank', grant };
    },
  };
}
