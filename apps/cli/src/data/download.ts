import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFileName, LIMITS } from '@ringmaster/contracts';
import { sleep, TrainError } from '@ringmaster/core';
import { guardedFetch } from '@ringmaster/rpc/outbound';
import type { Session } from '../session/session.js';
import { byteProgress } from './progress.js';

export interface DownloadOptions {
  readonly session: Session;
  readonly url: string;
  /** Expected digest of the file. */
  readonly sha256: string | undefined;
  /** Hosts that may lie in a private network. */
  readonly allowHosts: readonly string[];
  readonly signal: AbortSignal;
}

export const isUrl = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(text);

/**
 * Runs `work` with the file of an https URL, which lies in a directory of the home until then. Redirects lead to https only, and
 * no URL into a private network that was not allowed.
 * @throws TrainError `invalid` | `unavailable` | `deadline` | `too_large` | `artifact_corrupt` when the digest differs
 */
export async function withDownload<T>(o: DownloadOptions, work: (path: string) => Promise<T>): Promise<T> {
  const { home } = o.session;
  const url = httpsUrl(o.url, 'data add');
  await mkdir(home.root, { recursive: true, mode: 0o700 });
  const directory = await mkdtemp(join(home.root, '.download-'));
  try {
    const path = join(directory, nameOf(url));
    await download(o, url, path);
    return await work(path);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function httpsUrl(text: string, what: string): URL {
  if (!URL.canParse(text)) throw new TrainError('invalid', `${what}: ${text} is not a URL`);
  const url = new URL(text);
  if (url.protocol !== 'https:')
    throw new TrainError(
      'invalid',
      `${what}: ${url.protocol}// is refused, because anybody on the way could change the data: use https://, or download it yourself and add the file`,
    );
  if (url.username !== '' || url.password !== '')
    throw new TrainError('invalid', `${what}: a URL with a user name or a password is refused`);
  return url;
}

/** The last part of the path, as far as it may be a file's name. */
function nameOf({ pathname }: URL): string {
  const name = (pathname.split('/').at(-1) ?? '').replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '');
  return DataFileName.safeParse(name).success ? name : 'data';
}

async function download(o: DownloadOptions, url: URL, path: string): Promise<void> {
  const { clock, flags } = o.session;
  const limitMs = flags.timeoutMs ?? LIMITS.dataUrlMs;
  const ended = new AbortController();
  const giveUp = (error: TrainError) => ended.abort(error);
  const cancelDeadline = clock.after(limitMs, () =>
    giveUp(new TrainError('deadline', `${url.href} was not downloaded within ${limitMs} ms`)),
  );
  const signal = AbortSignal.any([o.signal, ended.signal]);
  try {
    const response = await follow(o, url, signal);
    await save(o, { response, path, signal, giveUp });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof TrainError) throw error;
    throw new TrainError('unavailable', `${url.href} cannot be downloaded: ${reasonOf(error)}`, {
      cause: error,
    });
  } finally {
    cancelDeadline();
  }
}

async function follow(
  { session, allowHosts }: DownloadOptions,
  first: URL,
  signal: AbortSignal,
): Promise<Response> {
  const send = guardedFetch({ allowHosts });
  let url = first;
  for (let redirects = 0; ; redirects++) {
    const connecting = new AbortController();
    const overdue = sleep(session.clock, LIMITS.downloadIdleMs, connecting.signal).then(() => {
      throw new TrainError('unavailable', `${url.href} did not answer within ${LIMITS.downloadIdleMs} ms`);
    });
    overdue.catch(() => undefined);
    const response = await Promise.race([send(url, { signal }), overdue]).finally(() => connecting.abort());
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      if (redirects === LIMITS.dataUrlRedirects)
        throw new TrainError('unavailable', `${first.href} redirects more than ${redirects} times`);
      url = httpsUrl(new URL(location, url).href, `${first.href} redirects`);
      continue;
    }
    if (response.ok) return response;
    await response.body?.cancel();
    throw new TrainError(
      response.status === 404 || response.status === 410 ? 'not_found' : 'unavailable',
      `${url.href} answered with status ${response.status}`,
    );
  }
}

interface Saving {
  readonly response: Response;
  readonly path: string;
  readonly signal: AbortSignal;
  readonly giveUp: (error: TrainError) => void;
}

async function save(o: DownloadOptions, { response, path, signal, giveUp }: Saving): Promise<void> {
  const { clock } = o.session;
  const header = response.headers.get('content-length');
  // Of a packed answer the header counts other bytes than those that arrive here.
  const isPlain = (response.headers.get('content-encoding') ?? 'identity') === 'identity';
  const announced = header !== null && isPlain ? Number(header) : undefined;
  const tooLarge = () =>
    new TrainError(
      'too_large',
      `${o.url} holds more than ${LIMITS.dataFileBytes} bytes, the most of one file`,
    );
  if (announced !== undefined && announced > LIMITS.dataFileBytes) throw tooLarge();
  const progress = byteProgress(o.session, 'downloaded', announced);
  const hash = createHash('sha256');
  let bytes = 0;
  const silent = () =>
    clock.after(LIMITS.downloadIdleMs, () =>
      giveUp(new TrainError('unavailable', `${o.url} sent nothing for ${LIMITS.downloadIdleMs} ms`)),
    );
  let cancelIdle = silent();
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of response.body ?? []) {
      signal.throwIfAborted();
      cancelIdle();
      cancelIdle = silent();
      bytes += chunk.byteLength;
      if (bytes > LIMITS.dataFileBytes) throw tooLarge();
      hash.update(chunk);
      await handle.writeFile(chunk);
      progress.add(chunk.byteLength);
    }
  } finally {
    cancelIdle();
    progress.end();
    await handle.close();
  }
  if (announced !== undefined && announced !== bytes)
    throw new TrainError('unavailable', `${o.url} broke off after ${bytes} of ${announced} bytes`);
  const sha256 = hash.digest('hex');
  if (o.sha256 !== undefined && o.sha256.toLowerCase() !== sha256)
    throw new TrainError(
      'artifact_corrupt',
      `${o.url}: ${bytes} bytes with the SHA-256 ${sha256} came, --sha256 asks for ${o.sha256}; nothing was added`,
    );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}
