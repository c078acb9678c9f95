import { z } from 'zod';
import { ErrorBody, ERROR_CODES, type ErrorCode, LIMITS, type Route, ROUTES } from '@ringmaster/contracts';
import { type Clock, type Logger, silentLogger, sleep, systemClock, TrainError } from '@ringmaster/core';
import {
  type ArtifactSink,
  type BlobDoor,
  checkArtifactName,
  type CheckpointStore,
  checkpointsOver,
} from '@ringmaster/training';
import { sha256Hex } from '../artifacts/artifact-digest.js';
import { type HttpAnswer, type HttpCall, httpExchange } from './http-exchange.js';

export interface HttpArtifactsOptions {
  /** Base URL of the coordinator, for example `http://127.0.0.1:7070`; asked for with every try where it may move. */
  readonly url: string | (() => string);
  /** Bearer token that may reach this job's artifacts. */
  readonly token: string;
  readonly jobId: string;
  /** The authority of a coordinator that speaks TLS, PEM; default: those of the system. */
  readonly ca?: string;
  /** How long to go on trying while the coordinator does not answer and no try comes further; default `LIMITS.artifactRetryMs`. */
  readonly retryMs?: number;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** Checkpoints of a job in the coordinator's store. Requests are repeated while the coordinator restarts. */
export function httpCheckpointStore(options: HttpArtifactsOptions): CheckpointStore {
  return checkpointsOver(httpDoor(options), options.jobId);
}

/** Final results of a job in the coordinator's store. */
export function httpArtifactSink(options: HttpArtifactsOptions): ArtifactSink {
  const door = httpDoor(options);
  return { put: (file, signal) => door.put(file.name, file.bytes, signal) };
}

const baseOf = ({ url }: HttpArtifactsOptions): string => (typeof url === 'string' ? url : url());

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3_000;
/** Answers of a coordinator, or of a proxy before it, that is not up yet. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

const Listing = z.object({
  artifacts: z.array(
    z.object({ name: z.string(), bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

function httpDoor(options: HttpArtifactsOptions): BlobDoor {
  const request = repeatingRequests(options);
  const at = (route: Route, name = '') => {
    const path = route.path
      .replace(':id', encodeURIComponent(options.jobId))
      .replace('*', name.split('/').map(encodeURIComponent).join('/'));
    return new URL(path, baseOf(options));
  };
  const call = (route: Route, url: URL) => ({ method: route.method as HttpCall['method'], url });
  return {
    put: async (name, body, signal) => {
      const url = at(ROUTES.putArtifact, checkArtifactName(name));
      const headers = { 'content-type': 'application/octet-stream', 'x-content-sha256': sha256Hex(body) };
      await request({ ...call(ROUTES.putArtifact, url), headers, body, signal });
    },
    get: async (name, signal) => {
      const url = at(ROUTES.artifact, checkArtifactName(name));
      const { body, headers } = await request({ ...call(ROUTES.artifact, url), headers: {}, signal });
      const announced = headers['x-content-sha256'];
      if (typeof announced === 'string' && announced !== sha256Hex(body))
        throw new TrainError(
          'artifact_corrupt',
          `artifact ${name} of job ${options.jobId}: ${body.length} bytes with SHA-256 ${sha256Hex(body)} instead of ${announced}`,
        );
      return new Uint8Array(body);
    },
    list: async (prefix, signal) => {
      const url = at(ROUTES.artifacts);
      url.searchParams.set('prefix', prefix);
      const { body } = await request({ ...call(ROUTES.artifacts, url), headers: {}, signal });
      const parsed = Listing.safeParse(parseJson(body));
      if (!parsed.success)
        throw new TrainError('incompatible', `the list of artifacts from ${url.origin} is not one of ours`);
      return parsed.data.artifacts;
    },
    remove: async (name, signal) => {
      const url = at(ROUTES.removeArtifact, name);
      try {
        await request({ ...call(ROUTES.removeArtifact, url), headers: {}, signal });
      } catch (cause) {
        if (TrainError.from(cause).code !== 'not_found') throw cause;
      }
    },
  };
}

/** All four routes are idempotent, so every request may be sent again after any failure of the network. */
function repeatingRequests(options: HttpArtifactsOptions): (call: HttpCall) => Promise<HttpAnswer> {
  const { clock = systemClock, logger = silentLogger, retryMs = LIMITS.artifactRetryMs } = options;
  const exchange = httpExchange(options.ca);
  return async (call) => {
    const headers = { ...call.headers, authorization: `Bearer ${options.token}` };
    const what = `${call.method} ${call.url.pathname}`;
    // Of tries that come no further, not of the whole: a large checkpoint over a slow link takes as long as it takes.
    let deadline = clock.monotonicMs() + retryMs;
    let furthest = 0;
    const onMoved = (bytes: number) => {
      if (bytes <= furthest) return;
      furthest = bytes;
      deadline = clock.monotonicMs() + retryMs;
    };
    for (let attempt = 0; ; attempt++) {
      if (call.signal.aborted) throw cancelled(what, call.signal.reason);
      const url = new URL(`${call.url.pathname}${call.url.search}`, baseOf(options));
      const outcome = await exchange({ ...call, url, headers, onMoved }).catch(
        (cause: unknown) => cause as Error,
      );
      if (call.signal.aborted) throw cancelled(what, outcome);
      if (!(outcome instanceof Error) && !PASSING.has(outcome.status)) return checked(outcome, what);
      const why = outcome instanceof Error ? outcome.message : `status ${outcome.status}`;
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);
      if (clock.monotonicMs() + pause > deadline)
        throw new TrainError(
          'unavailable',
          `${what}: the coordinator at ${url.origin} did not answer for ${retryMs} ms (${why}); is it running?`,
          { cause: outcome },
        );
      if (attempt === 0)
        logger.warn('an artifact request failed and is repeated', { request: what, error: why });
      await sleep(clock, pause, call.signal).catch((cause: unknown) => {
        throw cancelled(what, cause);
      });
    }
  };
}

const cancelled = (what: string, cause: unknown) =>
  new TrainError('cancelled', `${what} was cancelled`, { cause });

function checked(answer: HttpAnswer, what: string): HttpAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  const parsed = z.object({ error: ErrorBody }).safeParse(parseJson(answer.body));
  if (parsed.success) {
    const { code, message, details } = parsed.data.error;
    throw TrainError.fromView({ code, message, ...(details && { details }) });
  }
  throw new TrainError(
    codeOf(answer.status),
    `${what}: the coordinator answered with status ${answer.status}`,
  );
}

function codeOf(status: number): ErrorCode {
  const known: Readonly<Record<number, ErrorCode>> = {
    401: 'unauthenticated',
    403: 'forbidden',
    404: 'not_found',
  };
  const code = known[status];
  if (code !== undefined) return code;
  const codes = Object.keys(ERROR_CODES) as ErrorCode[];
  return codes.find((name) => ERROR_CODES[name].http === status) ?? 'internal';
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
