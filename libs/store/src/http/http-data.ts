import { DataSetManifest, ErrorBody, LIMITS, ROUTES } from '@ringmaster/contracts';
import { type Clock, sleep, TrainError } from '@ringmaster/core';
import { z } from 'zod';
import type { FetchContent } from '../data/data-cache.js';

export interface HttpDataOptions {
  /** Base URL of the coordinator. */
  readonly url: string;
  /** Bearer token that may read the data set. */
  readonly token: string;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
  readonly clock: Clock;
}

/** A coordinator's registered data, as a worker reads it. */
export interface HttpData {
  /** Waits for a coordinator that restarts. Undefined when it knows no such version. */
  manifest(name: string, hash: string, signal: AbortSignal): Promise<DataSetManifest | undefined>;
  content(set: Pick<DataSetManifest, 'name' | 'hash'>): FetchContent;
}

const PAUSE_MS = 500;
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const Refusal = z.object({ error: ErrorBody });

export function httpData(o: HttpDataOptions): HttpData {
  const at = (route: string, values: Readonly<Record<string, string>>) =>
    new URL(
      route.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(values[key] ?? '')),
      o.url,
    );
  return {
    async manifest(name, hash, signal) {
      const url = at(ROUTES.dataManifest.path, { name, hash });
      const giveUpMs = o.clock.monotonicMs() + LIMITS.dataRetryMs;
      for (;;) {
        try {
          return DataSetManifest.parse(JSON.parse(await textOf(bytesOf(o, url, signal))));
        } catch (error) {
          if (error instanceof TrainError && error.code === 'not_found') return undefined;
          const mayPass = error instanceof TrainError && error.code === 'unavailable';
          if (!mayPass || signal.aborted || o.clock.monotonicMs() > giveUpMs) throw error;
        }
        await sleep(o.clock, PAUSE_MS, signal);
      }
    },
    content:
      ({ name, hash }) =>
      (sha256, offset, signal) => {
        const url = at(ROUTES.dataContent.path, { name, hash, sha256 });
        url.searchParams.set('offset', String(offset));
        return bytesOf(o, url, signal);
      },
  };
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}

/** The body of an answer; nothing for `LIMITS.artifactIdleMs` ends it. */
async function* bytesOf(
  { token, clock, fetch: send = (input, init) => globalThis.fetch(input, init) }: HttpDataOptions,
  url: URL,
  outer: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const idle = new AbortController();
  const signal = AbortSignal.any([outer, idle.signal]);
  const watch = () =>
    clock.after(LIMITS.artifactIdleMs, () =>
      idle.abort(new TrainError('unavailable', `${url.origin} sent nothing for ${LIMITS.artifactIdleMs} ms`)),
    );
  let cancel = watch();
  try {
    const answer = await send(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal,
    });
    if (!answer.ok) throw refusal(url, answer.status, await answer.text());
    for await (const chunk of answer.body ?? []) {
      cancel();
      cancel = watch();
      yield chunk;
    }
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    if (cause instanceof TrainError) throw cause;
    const { message } =
      cause instanceof Error && cause.cause instanceof Error ? cause.cause : (cause as Error);
    throw new TrainError('unavailable', `${url.origin} cannot be reached: ${message}`, { cause });
  } finally {
    cancel();
    // Closes the connection when the reader has left early.
    idle.abort(new TrainError('cancelled', 'no longer needed'));
  }
}

function refusal(url: URL, status: number, body: string): TrainError {
  if (PASSING.has(status)) return new TrainError('unavailable', `${url.pathname} answered ${status}`);
  try {
    const { code, message, details } = Refusal.parse(JSON.parse(body)).error;
    return TrainError.fromView({ code, message, ...(details && { details }) });
  } catch {
    return new TrainError('internal', `${url.pathname} answered ${status}`);
  }
}
