import { API_HEADER, apiSkew, apiSpeaker, LIMITS, VERSION_HEADER } from '@ringmaster/contracts';
import { type Clock, orAborted, TrainError } from '@ringmaster/core';
import type { CallOptions } from './call-options.js';
import { withDeadline } from './deadline.js';
import { connectionError, errorOfAnswer } from './error-answer.js';

export interface HttpOptions {
  /** Origin of the coordinator, for example `http://127.0.0.1:7070`. */
  readonly url: string;
  readonly token: string;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  /** The coordinator is of another release that still speaks the same API; called at most once. */
  readonly onSkew?: (message: string) => void;
}

export interface HttpRequest extends CallOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Sent as they are, instead of a JSON body. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the calls of the client are made of. */
export interface Http {
  /** The answer as JSON, checked. @throws TrainError of the body, `unavailable`, `deadline`, `incompatible` */
  json<T>(request: HttpRequest, schema: Checker<T>): Promise<T>;
  /** The body as it comes; ends with `unavailable` when nothing comes for `idleMs`. Closes the connection when left early. */
  stream(request: HttpRequest, idleMs: number): AsyncGenerator<Uint8Array, void, undefined>;
}

/** The part of a zod schema that is needed here. */
export interface Checker<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { message: string } };
}

export function createHttp(options: HttpOptions): Http {
  const base = new URL(options.url);
  const greet = versionCheck(options);
  const send = async (request: HttpRequest, signal: AbortSignal): Promise<Response> => {
    try {
      const response = await options.fetch(address(base, request), {
        method: request.method ?? 'GET',
        headers: {
          authorization: `Bearer ${options.token}`,
          [VERSION_HEADER]: US.version ?? '',
          [API_HEADER]: US.api ?? '',
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
          ...(request.bytes && { 'content-type': 'application/octet-stream' }),
          ...request.headers,
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        ...(request.bytes && { body: request.bytes }),
        redirect: 'error',
        signal,
      });
      greet(response.headers);
      return response;
    } catch (error) {
      if (error instanceof TrainError) throw error;
      throw signal.aborted ? signal.reason : connectionError(options.url, error);
    }
  };
  const describe = (request: HttpRequest) => `${request.method ?? 'GET'} ${request.path} of ${base.origin}`;
  const deadline = (request: HttpRequest) => ({
    clock: options.clock,
    ms: request.timeoutMs ?? LIMITS.apiCallMs,
    what: describe(request),
    signal: request.signal,
  });

  return {
    json: (request, schema) =>
      withDeadline(deadline(request), async (signal) => {
        const response = await send(request, signal);
        const body = await bodyText(response, options.url, signal);
        if (response.status >= 400) throw errorOfAnswer(describe(request), response.status, body);
        return checked(describe(request), body, schema);
      }),
    async *stream(request, idleMs) {
      const connection = new AbortController();
      const response = await withDeadline(deadline(request), (signal) => {
        signal.addEventListener('abort', () => connection.abort(signal.reason), { once: true });
        return send(request, connection.signal);
      });
      if (response.status >= 400)
        throw errorOfAnswer(
          describe(request),
          response.status,
          await bodyText(response, options.url, connection.signal),
        );
      yield* chunks({ ...options, response, connection, idleMs, signal: request.signal });
    },
  };
}

const US = apiSpeaker('this program');

/** Looks at what each answer says about its sender. @throws TrainError `incompatible` for another API */
function versionCheck({ url, onSkew }: HttpOptions): (headers: Headers) => void {
  let isSaid = false;
  return (headers) => {
    const skew = apiSkew(US, {
      who: `the coordinator at ${url}`,
      version: headers.get(VERSION_HEADER) ?? undefined,
      api: headers.get(API_HEADER) ?? undefined,
    });
    if (skew?.kind === 'refuse') throw new TrainError('incompatible', skew.message);
    if (skew === undefined || isSaid) return;
    isSaid = true;
    onSkew?.(skew.message);
  };
}

function address(base: URL, request: HttpRequest): URL {
  const url = new URL(request.path, base);
  for (const [name, value] of Object.entries(request.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

async function bodyText(response: Response, url: string, signal: AbortSignal): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw signal.aborted ? signal.reason : connectionError(url, error);
  }
}

function checked<T>(what: string, body: string, schema: Checker<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    value = undefined;
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new TrainError(
    'incompatible',
    `${what} answered something else than this version expects (${result.error.message.slice(0, 500)}); compare \`ringmaster version\` with the coordinator's`,
  );
}

interface ChunkSource extends HttpOptions {
  readonly response: Response;
  readonly connection: AbortController;
  readonly idleMs: number;
  readonly signal: AbortSignal | undefined;
}

async function* chunks(source: ChunkSource): AsyncGenerator<Uint8Array, void, undefined> {
  const { connection, clock, idleMs, signal, url } = source;
  const abandon = () => connection.abort(new TrainError('cancelled', `reading from ${url} was given up`));
  if (signal?.aborted) abandon();
  signal?.addEventListener('abort', abandon, { once: true });
  const reader = source.response.body?.getReader();
  try {
    while (reader !== undefined) {
      const cancelTimer = clock.after(idleMs, () =>
        connection.abort(new TrainError('unavailable', `${url} sent nothing for ${idleMs} ms`)),
      );
      const next = await orAborted(reader.read(), connection.signal).finally(cancelTimer);
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    throw connection.signal.aborted ? connection.signal.reason : connectionError(url, error);
  } finally {
    signal?.removeEventListener('abort', abandon);
    connection.abort(new TrainError('cancelled', 'no longer needed'));
    // Closes the connection also where the abort did not reach fetch. It rejects with the abort's reason: no news.
    reader?.cancel().catch(() => undefined);
  }
}
