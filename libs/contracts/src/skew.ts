import { API_VERSION } from './api/views.js';
import { PROTOCOL_VERSION, VERSION } from './version.js';

/** Headers of every request of our clients and of every answer of a coordinator. Foreign clients may leave them out. */
export const VERSION_HEADER = 'ringmaster-version';
export const API_HEADER = 'ringmaster-api';

/** One side of a handshake. */
export interface Speaker {
  /** For the message: `worker local-1`, `the coordinator`. */
  readonly who: string;
  readonly version: string;
  readonly protocol: number;
}

/** What this build speaks. */
export const speaker = (who: string): Speaker => ({ who, version: VERSION, protocol: PROTOCOL_VERSION });

/** True when two product versions differ in nothing but the patch (docs/decisions/0006). */
export function sameRelease(one: string, other: string): boolean {
  const release = (version: string) => /^(\d+\.\d+)\.\d+/.exec(version)?.[1];
  return release(one) !== undefined && release(one) === release(other);
}

/**
 * Why a guest may not join a host, with both versions and what to do; undefined when it may. Protocols must be equal, and
 * product versions may differ in the patch alone: the bits of a run are a promise of one release.
 */
export function joinProblem(guest: Speaker, host: Speaker): string | undefined {
  if (guest.protocol === host.protocol && sameRelease(guest.version, host.version)) return undefined;
  const named = ({ who, version, protocol }: Speaker) =>
    `${who} is ringmaster ${version || '(unknown)'} and speaks protocol ${protocol}`;
  return `${named(guest)}, ${named(host)}; install one release on both sides: npm install ringmaster@${host.version} where ${guest.who} runs, or upgrade ${host.who} first`;
}

/** What the two sides of an HTTP call say about themselves; undefined where a header is missing. */
export interface ApiSpeaker {
  readonly who: string;
  readonly version: string | undefined;
  readonly api: string | undefined;
}

export const apiSpeaker = (who: string): ApiSpeaker => ({ who, version: VERSION, api: String(API_VERSION) });

/** `refuse`: the API's number differs. `warn`: another release, which may know other fields and commands. */
export interface ApiSkew {
  readonly kind: 'refuse' | 'warn';
  readonly message: string;
}

/** How a client and a coordinator differ; undefined when they do not, or when one of them does not say. */
export function apiSkew(client: ApiSpeaker, coordinator: ApiSpeaker): ApiSkew | undefined {
  const named = ({ who, version, api }: ApiSpeaker) =>
    `${who} is ringmaster ${version ?? '(unknown)'} (API ${api ?? '(unknown)'})`;
  const kind = skewKind(client, coordinator);
  if (kind === undefined) return undefined;
  const advice = `use the coordinator's release: npx ringmaster@${coordinator.version ?? '<version>'}`;
  return { kind, message: `${named(client)}, ${named(coordinator)}; ${advice}` };
}

function skewKind(client: ApiSpeaker, coordinator: ApiSpeaker): ApiSkew['kind'] | undefined {
  if (client.api === undefined || coordinator.api === undefined) return undefined;
  if (client.api !== coordinator.api) return 'refuse';
  return sameRelease(client.version ?? '', coordinator.version ?? '') ? undefined : 'warn';
}
