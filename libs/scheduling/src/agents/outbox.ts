import type { wire } from '@ringmaster/contracts';

/** A rank event on its way, numbered once and for all. */
export interface OutboxEntry {
  /** Given when it leaves for the first time: the coordinator takes numbers in ascending order only. */
  readonly seq: number;
  readonly event: wire.v1.IRankEvent;
  readonly bytes: number;
  /** True: it was acknowledged; false: it was dropped. */
  readonly settled?: ((isThere: boolean) => void) | undefined;
}

/** Reports given up while the coordinator was away, of one rank. */
export interface DroppedReports {
  readonly jobId: string;
  readonly attempt: number;
  readonly rank: number;
  readonly count: number;
}

/**
 * Rank events that are not acknowledged yet, in order. Bounded in count and bytes: progress, metrics and log lines
 * give way, oldest first, and are counted; then lines of the audit log, which shows the gap; events that change a rank's state
 * never do.
 */
export interface Outbox {
  push(event: wire.v1.IRankEvent, bytes: number, settled?: OutboxEntry['settled']): void;
  /** The next event that this session has not sent; one that has never left may be held back, and others pass it. */
  next(mayLeave?: (event: wire.v1.IRankEvent) => boolean): OutboxEntry | undefined;
  acknowledge(seq: number): void;
  /** A new session: everything that is not acknowledged is said again, in order. */
  rewind(): void;
  /** Counts since the last call, by rank. */
  takeDropped(): readonly DroppedReports[];
  readonly size: number;
}

export function createOutbox(limits: { readonly events: number; readonly bytes: number }): Outbox {
  let queue: Waiting[] = [];
  const sent = new Map<number, OutboxEntry>();
  const dropped = new Map<string, DroppedReports>();
  let lastSeq = 0;
  let bytes = 0;

  const size = () => queue.length + sent.size;

  function drop(): boolean {
    const all = [...sent.values(), ...queue];
    const entry = all.find(isDroppable) ?? all.find(({ event }) => event.audit);
    if (!entry) return false;
    if (entry.seq === undefined || !sent.delete(entry.seq)) queue = queue.filter((other) => other !== entry);
    bytes -= entry.bytes;
    entry.settled?.(false);
    const { jobId, attempt, rank } = rankOf(entry.event);
    const key = `${jobId}/${attempt}/${rank}`;
    dropped.set(key, { jobId, attempt, rank, count: (dropped.get(key)?.count ?? 0) + 1 });
    return true;
  }

  return {
    get size() {
      return size();
    },
    push(event, eventBytes, settled) {
      queue.push({ seq: undefined, event, bytes: eventBytes, settled });
      bytes += eventBytes;
      while ((size() > limits.events || bytes > limits.bytes) && drop());
    },
    next(mayLeave = () => true) {
      const at = queue.findIndex(({ seq, event }) => seq !== undefined || mayLeave(event));
      const [found] = at < 0 ? [] : queue.splice(at, 1);
      if (!found) return undefined;
      const entry = { ...found, seq: found.seq ?? ++lastSeq };
      sent.set(entry.seq, entry);
      return entry;
    },
    acknowledge(seq) {
      const entry = sent.get(seq);
      if (!entry) return;
      bytes -= entry.bytes;
      sent.delete(seq);
      entry.settled?.(true);
    },
    rewind() {
      queue = [...sent.values(), ...queue];
      sent.clear();
    },
    takeDropped() {
      const counts = [...dropped.values()];
      dropped.clear();
      return counts;
    },
  };
}

type Waiting = Omit<OutboxEntry, 'seq'> & { readonly seq: number | undefined };

const isDroppable = ({ event }: Waiting): boolean => Boolean(event.progress ?? event.metrics ?? event.log);

function rankOf(event: wire.v1.IRankEvent) {
  return { jobId: event.jobId ?? '', attempt: event.attempt ?? 0, rank: event.rank ?? 0 };
}
