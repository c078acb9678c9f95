import type { Clock } from '@ringmaster/core';
import { TrainError } from '@ringmaster/core';
import { applyEvent } from '../apply-event.js';
import { decide, stamped } from '../decide.js';
import type { JobInput } from '../job-inputs.js';
import { type EventBody, type LoggedEvent, parseLoggedEvent, requireLoggable } from '../job-events.js';
import type { JobLog } from '../job-log.js';
import { isTerminal, type JobRecord } from '../job-record.js';

export type CommitListener = (before: JobRecord | undefined, after: JobRecord) => void;

/** All jobs, as the fold of the log. The only place that appends to it; one job's appends never overlap. */
export interface JobStore {
  /** Reads the whole log; a job whose part of it cannot be read is set aside. @throws TrainError `unavailable` */
  load(): Promise<void>;
  /** Jobs that were set aside: nothing of them is known, and nothing of their logs is changed. */
  setAside(): readonly SetAside[];
  get(jobId: string): JobRecord | undefined;
  /** By id, or by a prefix that only one id has. @throws TrainError `not_found` | `conflict` | `artifact_corrupt` when set aside */
  find(idOrPrefix: string): JobRecord;
  all(): IterableIterator<JobRecord>;
  /** Jobs that have not ended. */
  open(): readonly JobRecord[];
  openCount(): number;
  /** Jobs with an attempt under way. */
  running(): IterableIterator<JobRecord>;
  /** The job's log from `fromSeq` on. */
  events(jobId: string, fromSeq: number): readonly LoggedEvent[];
  /**
   * Durable when it resolves. Undefined when the job exists already.
   * @throws TrainError `unavailable` | `fenced` | `artifact_corrupt` when it was set aside
   */
  create(jobId: string, submitted: EventBody): Promise<JobRecord | undefined>;
  /** Decides, appends what follows, and resolves with the record after it. @throws TrainError `unavailable` | `fenced` */
  feed(jobId: string, input: JobInput): Promise<JobRecord>;
  /** Called after every durable change, synchronously and in order. */
  onCommit(listener: CommitListener): void;
}

/** A job whose log cannot be read. */
export interface SetAside {
  readonly jobId: string;
  /** What is wrong, with the event, and where the log lies; for people. */
  readonly problem: string;
}

interface Entry {
  record: JobRecord | undefined;
  readonly events: LoggedEvent[];
  /** Why it was set aside. */
  readonly unreadable?: string;
  /** The end of the job's queue of appends. */
  tail: Promise<unknown>;
}

export function createJobStore(log: JobLog, clock: Clock): JobStore {
  const jobs = new Map<string, Entry>();
  const open = new Map<string, JobRecord>();
  const running = new Map<string, JobRecord>();
  const listeners: CommitListener[] = [];

  const entryOf = (jobId: string): Entry => {
    const known = jobs.get(jobId);
    if (known) return known;
    const entry: Entry = { record: undefined, events: [], tail: Promise.resolve() };
    jobs.set(jobId, entry);
    return entry;
  };

  const fold = (entry: Entry, events: readonly LoggedEvent[]): void => {
    for (const next of events) {
      entry.record = applyEvent(entry.record, next);
      entry.events.push(next);
    }
    const { record } = entry;
    if (!record) return;
    if (isTerminal(record)) open.delete(record.jobId);
    else open.set(record.jobId, record);
    if (record.phase === 'attempt') running.set(record.jobId, record);
    else running.delete(record.jobId);
  };

  const append = async (entry: Entry, events: readonly LoggedEvent[]): Promise<void> => {
    if (events.length === 0) return;
    for (const next of events) requireLoggable(next);
    await log.append(events);
    const before = entry.record;
    fold(entry, events);
    for (const listener of listeners) listener(before, entry.record as JobRecord);
  };

  const serial = <T>(jobId: string, action: (entry: Entry) => Promise<T>): Promise<T> => {
    const entry = entryOf(jobId);
    const run = entry.tail.then(() => {
      requireReadable(jobId, entry);
      return action(entry);
    });
    entry.tail = run.catch(() => undefined);
    return run;
  };

  const stamp = (jobId: string, nextSeq: number, bodies: readonly EventBody[]): LoggedEvent[] => {
    const at = new Date(clock.wallMs()).toISOString();
    return bodies.map((body, index) => stamped({ jobId, nextSeq: nextSeq + index }, body, at));
  };

  return {
    async load() {
      for (const [jobId, events] of await log.load())
        try {
          fold(entryOf(jobId), events.map(parseLoggedEvent));
        } catch (error) {
          // One job must not keep all the others from being served.
          const unreadable = `${TrainError.from(error).message} (${log.placesOf(jobId).join('; ')})`;
          jobs.set(jobId, { record: undefined, events: [], tail: Promise.resolve(), unreadable });
        }
    },
    setAside: () => [...jobs].flatMap(asideOf),
    get: (jobId) => jobs.get(jobId)?.record,
    find: (idOrPrefix) => findRecord(jobs, idOrPrefix),
    *all() {
      for (const { record } of jobs.values()) if (record) yield record;
    },
    open: () => [...open.values()],
    openCount: () => open.size,
    running: () => running.values(),
    events: (jobId, fromSeq) => jobs.get(jobId)?.events.slice(fromSeq) ?? [],
    create: (jobId, submitted) =>
      serial(jobId, async (entry) => {
        if (entry.record) return undefined;
        await append(entry, stamp(jobId, 0, [submitted]));
        return entry.record;
      }),
    feed: (jobId, input) =>
      serial(jobId, async (entry) => {
        if (!entry.record) throw new TrainError('not_found', `there is no job ${jobId}`);
        await append(entry, stamp(jobId, entry.record.nextSeq, decide(entry.record, input)));
        return entry.record;
      }),
    onCommit: (listener) => void listeners.push(listener),
  };
}

const asideOf = ([jobId, { unreadable }]: readonly [string, Entry]): readonly SetAside[] =>
  unreadable === undefined ? [] : [{ jobId, problem: unreadable }];

function requireReadable(jobId: string, { unreadable }: Entry): void {
  if (unreadable === undefined) return;
  throw new TrainError(
    'artifact_corrupt',
    `job ${jobId} is set aside: its log cannot be read, and is left as it is: ${unreadable}; repair it and restart the coordinator, or use another id`,
  );
}

function findRecord(jobs: ReadonlyMap<string, Entry>, idOrPrefix: string): JobRecord {
  const exact = jobs.get(idOrPrefix);
  if (exact) requireReadable(idOrPrefix, exact);
  if (exact?.record) return exact.record;
  const matches: JobRecord[] = [];
  for (const { record } of jobs.values())
    if (record?.jobId.startsWith(idOrPrefix) && matches.push(record) > 5) break;
  const [only] = matches;
  if (!only || idOrPrefix === '') throw new TrainError('not_found', `there is no job ${idOrPrefix}`);
  if (matches.length === 1) return only;
  const names = matches.map((record) => record.jobId).join(', ');
  throw new TrainError(
    'conflict',
    `"${idOrPrefix}" is the beginning of several job ids: ${names}; say more of it`,
  );
}
