import { JobView, LIMITS, LogLine, TERMINAL_STATES } from '@ringmaster/contracts';
import { type Clock, sleep, TrainError } from '@ringmaster/core';
import { z } from 'zod';
import type { Http } from './http.js';
import { type SseMessage, sseParser } from './sse.js';

/** One line of a job's metrics file: `step`, and what was measured there. */
export const MetricLine = z.record(z.string(), z.unknown());
export type MetricLine = z.output<typeof MetricLine>;

/** What a follower of a job sees. `id` continues the stream after a reconnect, or in another process. */
export type JobStreamEvent =
  | { readonly type: 'state' | 'progress'; readonly id: string | undefined; readonly job: JobView }
  | { readonly type: 'log'; readonly id: string | undefined; readonly line: LogLine }
  | { readonly type: 'metric'; readonly id: string | undefined; readonly line: MetricLine };

export interface FollowOptions {
  readonly signal?: AbortSignal;
  /** Only what came after this event. */
  readonly after?: string;
  /** Milliseconds without any contact after which following ends with `unavailable`; default `LIMITS.sseReconnectMs`. */
  readonly reconnectMs?: number;
  /** Milliseconds of silence on an open stream after which it is opened again; default `LIMITS.sseIdleMs`. */
  readonly idleMs?: number;
  /** Told when the stream broke and is being opened again, with the reason and the attempt's number from 1. */
  readonly onReconnect?: (cause: TrainError, attempt: number) => void;
}

const RECONNECT_BASE_MS = 100;
const RECONNECT_CAP_MS = 2_000;

/**
 * A job's events from the first (or from `after`) to the one that carries its terminal state, in order, over as many
 * connections as it takes. After a lost connection a few log and metrics lines may come again. @throws TrainError `not_found`, `unauthenticated`, `cancelled`, `unavailable`
 */
export async function* followJob(
  http: Http,
  clock: Clock,
  jobId: string,
  options: FollowOptions = {},
): AsyncGenerator<JobStreamEvent, void, undefined> {
  const { signal, reconnectMs = LIMITS.sseReconnectMs } = options;
  let lastId = options.after;
  let lastContact = clock.monotonicMs();
  for (let attempt = 0; ; attempt += 1) {
    let cause: TrainError;
    try {
      for await (const message of connect(http, jobId, { ...options, after: lastId })) {
        lastContact = clock.monotonicMs();
        attempt = 0;
        lastId = message.id ?? lastId;
        const event = toEvent(message);
        if (event === undefined) continue;
        yield event;
        if ('job' in event && TERMINAL_STATES.has(event.job.state)) return;
      }
      // A stream that was continued after its last event has nothing more to say.
      const job = await http.json(
        { path: `/v1/jobs/${encodeURIComponent(jobId)}`, ...(signal && { signal }) },
        JobView,
      );
      lastContact = clock.monotonicMs();
      if (TERMINAL_STATES.has(job.state)) {
        yield { type: 'state', id: lastId, job };
        return;
      }
      cause = new TrainError('unavailable', `the coordinator closed the event stream of job ${jobId}`);
    } catch (error) {
      cause = TrainError.from(error);
      if (signal?.aborted || !RECONNECTABLE.has(cause.code)) throw cause;
    }
    if (clock.monotonicMs() - lastContact >= reconnectMs)
      throw new TrainError(
        'unavailable',
        `lost the event stream of job ${jobId} for ${reconnectMs} ms: ${cause.message}; the job is not affected`,
        { cause },
      );
    options.onReconnect?.(cause, attempt + 1);
    await sleep(clock, Math.min(RECONNECT_CAP_MS, RECONNECT_BASE_MS * 2 ** attempt), signal);
  }
}

const RECONNECTABLE: ReadonlySet<string> = new Set(['unavailable', 'deadline', 'internal']);

type Connection = Omit<FollowOptions, 'after'> & { readonly after: string | undefined };

async function* connect(
  http: Http,
  jobId: string,
  options: Connection,
): AsyncGenerator<SseMessage, void, undefined> {
  const parser = sseParser();
  const bytes = http.stream(
    {
      path: `/v1/jobs/${encodeURIComponent(jobId)}/events`,
      headers: {
        accept: 'text/event-stream',
        ...(options.after !== undefined && { 'last-event-id': options.after }),
      },
      ...(options.signal && { signal: options.signal }),
    },
    options.idleMs ?? LIMITS.sseIdleMs,
  );
  for await (const chunk of bytes) yield* parser.push(chunk);
}

/** Undefined for types that a newer coordinator may have. */
function toEvent(message: SseMessage): JobStreamEvent | undefined {
  const { event: type, id } = message;
  if (type === 'state' || type === 'progress') return { type, id, job: read(message, JobView) };
  if (type === 'log') return { type, id, line: read(message, LogLine) };
  if (type === 'metric') return { type, id, line: read(message, MetricLine) };
  return undefined;
}

function read<T>(message: SseMessage, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(message.data);
  } catch {
    value = undefined;
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new TrainError(
    'incompatible',
    `event ${message.id ?? '?'} (${message.event}) is not what this version expects: ${result.error.message.slice(0, 300)}`,
  );
}
