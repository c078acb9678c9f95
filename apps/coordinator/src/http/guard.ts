import type { RouteAccess } from '@ringmaster/contracts';
import { createHttpGuard, type RequestHeaders, wrongToken } from '@ringmaster/rpc/http';
import type { ArtifactGrant, JobSecrets } from '../attempts/job-secrets.js';

/** Who calls: a user (or an agent) with the home's token, a rank with an artifact token, or somebody without any. */
export type Caller =
  | { readonly kind: 'user' }
  | { readonly kind: 'rank'; readonly grant: ArtifactGrant }
  | { readonly kind: 'nobody' };

export interface Guard {
  /** Refuses names that are not ours (DNS rebinding) and other sites' pages. @throws TrainError `forbidden` */
  checkOrigin(headers: RequestHeaders): void;
  /** Looks at the token before anything of the body is read. @throws TrainError `unauthenticated` */
  identify(headers: RequestHeaders, access: RouteAccess): Caller;
}

/** `listenHost` joins the loopback names that a Host header may have. */
export function createGuard(listenHost: string, token: string, secrets: JobSecrets): Guard {
  const guard = createHttpGuard(listenHost, token);
  return {
    checkOrigin: guard.checkOrigin,
    identify(headers, access) {
      if (access === 'public') return { kind: 'nobody' };
      const given = guard.givenToken(headers);
      if (guard.isUser(given)) return { kind: 'user' };
      const grant = access === 'job' ? secrets.readArtifactToken(given) : undefined;
      if (!grant) throw wrongToken();
      return { kind: 'rank', grant };
    },
  };
}
