import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Agent } from 'undici';
import { isPublicAddress } from './public-address.js';

export interface FetchRules {
  /** Hosts, as URLs name them, that may lie in a private network. All others must have public addresses alone. */
  readonly allowHosts: readonly string[];
  /** Addresses of a name; default: what the system says. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
}

/** Fetches one https URL, without following redirects: each of them is a URL to be fetched by this again. */
export type GuardedFetch = (url: URL, init: { readonly signal: AbortSignal }) => Promise<Response>;

/**
 * A `fetch` for URLs that somebody else may have chosen. Whatever the URL looks like, no connection is made into a private
 * network, to this host or to a cloud's metadata service, unless the host was allowed by name. A name is resolved once, all of
 * its addresses are checked, and the connection goes to one of these: an answer that changes afterwards changes nothing.
 * @throws TrainError `invalid` for a URL that is refused, `unavailable` for a name without addresses
 */
export function guardedFetch({ allowHosts, resolve = resolveBySystem }: FetchRules): GuardedFetch {
  const allowed = new Set(allowHosts.map(bare));
  const pinned = new Map<string, readonly string[]>();
  let dispatcher: Agent | undefined;
  return async (url, { signal }) => {
    checkUrl(url);
    const host = bare(url.hostname);
    // Undici asks nobody for the address of a literal, so it has to be looked at here.
    const addresses = isIP(host) ? [host] : await resolve(host);
    if (addresses.length === 0) throw new TrainError('unavailable', `${host} has no address`);
    const refused = addresses.find((address) => !isPublicAddress(address));
    if (refused !== undefined && !allowed.has(host)) throw notPublic(url, host, refused);
    signal.throwIfAborted();
    pinned.set(host, addresses);
    const undici = await import('undici');
    dispatcher ??= new undici.Agent({ connect: { lookup: pinnedLookup(pinned), timeout: LIMITS.connectMs } });
    return (await undici.fetch(url, { dispatcher, redirect: 'manual', signal })) as unknown as Response;
  };
}

function checkUrl(url: URL): void {
  if (url.protocol !== 'https:')
    throw new TrainError('invalid', `${url.protocol}// is refused; use https://`);
  if (url.username !== '' || url.password !== '')
    throw new TrainError('invalid', 'a URL with a user name or a password is refused');
}

const notPublic = (url: URL, host: string, address: string): TrainError =>
  new TrainError(
    'invalid',
    `${url.origin} is refused: ${address} is no address of the public internet, and a link must not reach into your network. If it is meant, allow the host by name: --allow-host ${host}`,
  );

/** Without the brackets of IPv6 and the dot at the end of a full name. */
const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');

async function resolveBySystem(name: string): Promise<readonly string[]> {
  try {
    return (await systemLookup(name, { all: true })).map(({ address }) => address);
  } catch (cause) {
    throw new TrainError('unavailable', `${name} cannot be resolved: ${(cause as Error).message}`, { cause });
  }
}

/** Answers with what was checked, to every connection of that name. */
function pinnedLookup(pinned: ReadonlyMap<string, readonly string[]>): LookupFunction {
  return (host, options, answer) => {
    const found = (pinned.get(bare(host)) ?? []).map((address) => ({ address, family: isIP(address) }));
    const [first] = found;
    if (first === undefined) return answer(new Error(`${host} was not checked`), '');
    if (options.all === true) return answer(null, found);
    answer(null, first.address, first.family);
  };
}
