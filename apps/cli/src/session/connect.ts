import { readFile } from 'node:fs/promises';
import { EndpointFile, LIMITS } from '@ringmaster/contracts';
import { type Client, createClient } from '@ringmaster/client';
import { TrainError } from '@ringmaster/core';
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
  return createClient({ url, token: await readToken(session), clock: session.clock });
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
export async function readToken(session: Session): Promise<string> {
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
