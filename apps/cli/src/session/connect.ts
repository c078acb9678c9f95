import { readFile } from 'node:fs/promises';
import { EndpointFile, LIMITS, tlsLayout } from '@ringmaster/contracts';
import { type Client, createClient } from '@ringmaster/client';
import { TrainError } from '@ringmaster/core';
import { isLoopback } from '@ringmaster/rpc/http';
import type { Session } from './session.js';

/** The coordinator that the user means: --url, RINGMASTER_URL, or the one that runs on the home directory. */
export async function connect(session: Session): Promise<Client> {
  const url = explicitUrl(session) ?? (await readEndpoint(session.home.endpoint))?.url;
  if (url === undefined)
    throw new TrainError(
      'unavailable',
      `no coordinator runs on ${session.home.root}; start one with \`ringmaster up\`, or name one with --url`,
    );
  return clientFor(session, url);
}

/** Like {@link connect}, but undefined when none is named and none answers on the home directory. */
export async function connectIfRunning(session: Session): Promise<Client | undefined> {
  if (explicitUrl(session) !== undefined) return connect(session);
  const endpoint = await readEndpoint(session.home.endpoint);
  if (endpoint === undefined) return undefined;
  const client = await clientFor(session, endpoint.url).catch(ignoreMissingToken);
  if (client === undefined) return undefined;
  try {
    await client.info({ timeoutMs: LIMITS.connectMs });
    return client;
  } catch (error) {
    if (error instanceof TrainError && error.code === 'unavailable') return undefined;
    throw error;
  }
}

function ignoreMissingToken(error: unknown): undefined {
  if (error instanceof TrainError && error.code === 'unauthenticated') return undefined;
  throw error;
}

export const explicitUrl = ({ flags, environment }: Session): string | undefined =>
  flags.url ?? environment.url;

export async function clientFor(session: Session, url: string): Promise<Client> {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new TrainError('invalid', `--url ${url} is not an http:// or https:// address`);
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:' && !isLoopback(hostname))
    throw new TrainError('invalid', `--url ${url}: the token would travel in plain text; use https://`);
  const { clock, terminal } = session;
  const onSkew = (message: string) => terminal.say(`${terminal.style.yellow('warning:')} ${message}`);
  const fetch = await fetchFor(session, url);
  return createClient({ url, token: await tokenOf(session), clock, onSkew, ...(fetch && { fetch }) });
}

/** For https:// with an authority of one's own; undefined: the platform's. @throws TrainError `invalid` */
export async function fetchFor(
  { flags, environment, home }: Session,
  url: string,
): Promise<typeof fetch | undefined> {
  if (!url.startsWith('https:')) return undefined;
  const named = flags.caFile ?? environment.caFile;
  const file = named ?? tlsLayout(home.tlsDir).caCert;
  const ca = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (named === undefined) return undefined;
    throw new TrainError('invalid', `--ca-file ${file} cannot be read`, { cause });
  });
  if (ca === undefined) return undefined;
  const { trustingFetch } = await import('@ringmaster/rpc/tls');
  return trustingFetch(ca);
}

/** The endpoint file of a home directory; undefined when there is none or it is not whole. */
export async function readEndpoint(file: string): Promise<EndpointFile | undefined> {
  try {
    return EndpointFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Never from the command line: other users can read that. */
export async function tokenOf(session: Session): Promise<string> {
  const { flags, environment, home } = session;
  const file = flags.tokenFile ?? environment.tokenFile;
  if (file === undefined && environment.token !== undefined) return environment.token.trim();
  const source = file ?? home.token;
  try {
    const token = (source === '-' ? await session.readStdin() : await readFile(source, 'utf8')).trim();
    if (token !== '') return token;
  } catch (error) {
    throw new TrainError(
      'unauthenticated',
      `cannot read the token from ${source} (${(error as NodeJS.ErrnoException).code}); name its file with --token-file or RINGMASTER_TOKEN_FILE`,
      { cause: error },
    );
  }
  throw new TrainError(
    'unauthenticated',
    `the token file ${source} is empty; name another with --token-file`,
  );
}
