import { type JobView, LIMITS } from '@ringmaster/contracts';
import { type Clock, sleep } from '@ringmaster/core';
import {
  applyEvent,
  foldEvents,
  isTerminal,
  type JobRecord,
  type JobStore,
  jobView,
} from '@ringmaster/scheduling';
import type { ChangeSignal } from '../jobs/change-signal.js';
import type { JobFeed } from '../jobs/job-feed.js';
import type { LiveJobs } from '../jobs/live-jobs.js';

/** How far a follower has read: the next event of the log, and offsets into the log and metrics files. */
export interface Cursor {
  readonly seq: number;
  readonly log: number;
  readonly metric: number;
}

export type StreamItem =
  | { readonly type: 'state' | 'progress'; readonly cursor: Cursor; readonly data: JobView }
  /** `json` is one line of the file. */
  | { readonly type: 'log' | 'metric'; readonly cursor: Cursor; readonly json: string }
  | { readonly type: 'heartbeat' };

export const formatCursor = ({ seq, log, metric }: Cursor): string => `${seq}-${log}-${metric}`;

/** The beginning for anything that is not a cursor of ours. */
export function parseCursor(text: string | undefined): Cursor {
  const match = /^(\d{1,15})-(\d{1,15})-(\d{1,15})$/.exec(text ?? '');
  return { seq: Number(match?.[1] ?? 0), log: Number(match?.[2] ?? 0), metric: Number(match?.[3] ?? 0) };
}

export interface JobEventsParts {
  readonly store: JobStore;
  readonly live: LiveJobs;
  readonly feed: JobFeed;
  readonly changes: ChangeSignal;
  readonly clock: Clock;
}

/** Pause between two looks at a busy job: what happens meanwhile travels together. */
const GATHER_MS = 50;

/**
 * Everything that happens to a job after the cursor, until its terminal state, which comes last. Reads at the pace of
 * its consumer from the log and the files, so a slow follower costs no memory and a restarted coordinator can go on
 * where another one stopped.
 */
export async function* jobEvents(
  parts: JobEventsParts,
  jobId: string,
  from: Cursor,
  signal: AbortSignal,
): AsyncGenerator<StreamItem, void, undefined> {
  const { store, live, changes, clock } = parts;
  const total = store.find(jobId).nextSeq;
  let cursor: Cursor = { ...from, seq: Math.min(from.seq, total) };
  let record = cursor.seq > 0 ? foldEvents(store.events(jobId, 0).slice(0, cursor.seq)) : undefined;
  let progress = 0;
  while (!signal.aborted) {
    const changed = awaitChange(changes, jobId);
    try {
      const fresh = store.events(jobId, cursor.seq);
      for (const event of fresh) {
        record = applyEvent(record, event);
        if (isTerminal(record)) break;
        cursor = { ...cursor, seq: event.seq + 1 };
        yield { type: 'state', cursor, data: stateView(parts, record) };
      }
      for (const kind of ['log', 'metric'] as const)
        for (let more = true; more && !signal.aborted;) {
          const { lines, end } = await parts.feed.read(jobId, kind, cursor[kind]);
          more = end > cursor[kind];
          for (const line of lines) {
            cursor = { ...cursor, [kind]: line.end };
            yield { type: kind, cursor, json: line.json };
          }
          cursor = { ...cursor, [kind]: end };
        }
      if (!record || isTerminal(record)) {
        if (!record) return;
        cursor = { ...cursor, seq: record.nextSeq };
        if (fresh.length > 0) yield { type: 'state', cursor, data: live.view(record) };
        return;
      }
      const count = live.progressCount(jobId);
      if (count !== progress) {
        progress = count;
        yield { type: 'progress', cursor, data: live.view(record) };
      }
      await sleep(clock, GATHER_MS, signal).catch(() => undefined);
      if (!(await changed.within(clock, LIMITS.sseHeartbeatMs, signal))) yield { type: 'heartbeat' };
    } finally {
      changed.cancel();
    }
  }
}

/** The newest state with what is only known live; older ones as they were. */
function stateView({ store, live }: JobEventsParts, record: JobRecord): JobView {
  const newest = store.get(record.jobId);
  return newest?.nextSeq === record.nextSeq ? live.view(newest) : jobView(record);
}

/** Subscribes at once, so that nothing between looking and waiting is missed. */
function awaitChange(changes: ChangeSignal, jobId: string) {
  let resolve: () => void = () => undefined;
  const happened = new Promise<true>((done) => (resolve = () => done(true)));
  const cancel = changes.subscribe(jobId, resolve);
  return {
    cancel,
    within: (clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> => {
      const wait = new AbortController();
      const limit = AbortSignal.any([signal, wait.signal]);
      const timeout = sleep(clock, ms, limit).then(
        () => false,
        () => true,
      );
      return Promise.race([happened, timeout]).finally(() => wait.abort());
    },
  };
}
