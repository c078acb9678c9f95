import { type Role, roleSuffices, type Route } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { createHttpGuard, type RequestHeaders, wrongToken } from '@ringmaster/rpc/http';
import type { TokenBook } from '../access/token-book.js';
import type { ArtifactGrant, JobSecrets } from '../attempts/job-secrets.js';

/** Who calls: somebody with a token, a rank with an artifact token, or somebody without any. */
export type Caller =
  | { readonly kind: 'user'; readonly name: string; readonly role: Role }
  | { readonly kind: 'rank'; readonly grant: ArtifactGrant }
  | { readonly kind: 'nobody' };

export interface Guard {
  /** Refuses names that are not ours (DNS rebinding) and other sites' pages. @throws TrainError `forbidden` */
  checkOrigin(headers: RequestHeaders): void;
  /** Looks at the token before anything of the body is read. @throws TrainError `unauthenticated` without one that counts */
  identify(headers: RequestHeaders, route: Pick<Route, 'access' | 'ranks'>): Caller;
  /** @throws TrainError `forbidden` when the caller's role is not enough for the route */
  permit(caller: Caller, route: Pick<Route, 'access'>): void;
}

/** `names` join the loopback names that a Host header may have. */
export function createGuard(
  names: readonly string[],
  tokens: Pick<TokenBook, 'find'>,
  secrets: JobSecrets,
): Guard {
  const guard = createHttpGuard(names);
  return {
    checkOrigin: guard.checkOrigin,
    identify(headers, { access, ranks }) {
      if (access === 'public') return { kind: 'nobody' };
      const given = guard.givenToken(headers);
      const user = tokens.find(given);
      if (user) return { kind: 'user', ...user };
      const grant = ranks ? secrets.readArtifactToken(given) : undefined;
      if (!grant) throw wrongToken();
      return { kind: 'rank', grant };
    },
    permit(caller, { access }) {
      if (access === 'public' || caller.kind !== 'user' || roleSuffices(caller.role, access)) return;
      throw new TrainError(
        'forbidden',
        `the token ${caller.name} is a ${caller.role}'s; this needs the role ${access} (ringmaster token create --role ${access})`,
      );
    },
  };
}
