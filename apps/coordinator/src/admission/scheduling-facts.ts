import { LIMITS, type JobView } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import {
  agentNews,
  type AgentOffer,
  type ConnectedAgent,
  type DurationBook,
  type Exclusion,
  exclusionsAt,
  forecast,
  type HealthBook,
  type JobRecord,
  type JobStore,
  lineEntry,
  noteAgent,
  noteDuration,
  openWaitingLines,
  type Outlook,
  type PlanInput,
  type Quotas,
  type RunningJob,
  runningJob,
  waitingJob,
} from '@ringmaster/scheduling';
import { offersOf } from './offers.js';

export interface SchedulingFactsParts {
  readonly store: JobStore;
  readonly progressOf: (jobId: string) => JobView['progress'];
  readonly connected: () => readonly ConnectedAgent[];
  readonly quotas: Quotas;
  readonly clock: Clock;
}

/** What a plan is made from: kept up to date with every change, so that making one does not look at every job. */
export interface SchedulingFacts {
  /** Reads what the log already holds. */
  restore(): void;
  committed(before: JobRecord | undefined, after: JobRecord): void;
  /** The first waiting jobs in order, and whatever else a plan needs. */
  planInput(isDue: (record: JobRecord) => boolean): PlanInput;
  offers(): readonly AgentOffer[];
  /** Agents that get nothing for a while. */
  exclusions(): readonly Exclusion[];
  /** A waiting job's place and probable start; a little old, where many wait. */
  outlook(jobId: string): Outlook | undefined;
  /** The same for a job that nobody has submitted, placed at the end of its priority. */
  outlookOf(record: JobRecord): Outlook | undefined;
  readonly durations: DurationBook;
}

export const PLAN_RULES = {
  agingMs: LIMITS.agingMs,
  starvingMs: LIMITS.starvingMs,
  leavingMs: LIMITS.leavingMs,
};
const HEALTH_RULES = {
  failures: LIMITS.agentFailures,
  windowMs: LIMITS.agentFailureWindowMs,
  coolDownMs: LIMITS.agentCoolDownMs,
  coolDownMaxMs: LIMITS.agentCoolDownMaxMs,
};

export function createSchedulingFacts(parts: SchedulingFactsParts): SchedulingFacts {
  return new Facts(parts);
}

/** A forecast that takes no longer is made for every new job. */
const QUICK_MS = 2;

const isWaiting = ({ phase, cancel }: JobRecord): boolean => phase === 'waiting' && !cancel;

class Facts implements SchedulingFacts {
  durations: DurationBook = new Map();
  private readonly lines = openWaitingLines(LIMITS.agingMs);
  private health: HealthBook = new Map();
  private known:
    | { readonly untilMs: number; readonly tookMs: number; readonly outlooks: ReadonlyMap<string, Outlook> }
    | undefined;

  constructor(private readonly parts: SchedulingFactsParts) {}

  restore(): void {
    for (const record of this.parts.store.all()) this.committed(undefined, record);
  }

  committed(before: JobRecord | undefined, after: JobRecord): void {
    const now = this.parts.clock.wallMs();
    if (!isWaiting(after)) this.lines.remove(after.jobId);
    else if (!this.lines.has(after.jobId))
      this.lines.add(lineEntry(waitingJob(after, now, this.durations), now));
    if (after.phase === 'succeeded' && before?.phase !== 'succeeded')
      this.durations = noteDuration(this.durations, after);
    // What happened before this process began is too old to be held against anybody.
    if (!before) return;
    for (const news of agentNews(before, after))
      this.health = noteAgent(this.health, { ...news, atMs: this.parts.clock.monotonicMs() }, HEALTH_RULES);
  }

  planInput(isDue: (record: JobRecord) => boolean): PlanInput {
    const { store, quotas } = this.parts;
    const first = this.lines.first({ all: LIMITS.planJobs, perLine: LIMITS.planJobsOfTenant });
    const waiting = first.flatMap((jobId) => store.get(jobId) ?? []).filter(isDue);
    return {
      waiting: this.asWaiting(waiting),
      running: this.running(),
      agents: this.offers(),
      quotas,
      rules: PLAN_RULES,
    };
  }

  offers(): readonly AgentOffer[] {
    const { connected, store, clock } = this.parts;
    const now = clock.monotonicMs();
    const excluded = new Map(
      this.exclusions().map(({ agentId, untilMs, reason }) => [
        agentId,
        `for ${Math.ceil((untilMs - now) / 1_000)} s more, ${reason}`,
      ]),
    );
    return offersOf(connected(), store.running()).map((offer) => {
      const why = excluded.get(offer.agentId);
      return why === undefined ? offer : { ...offer, excluded: why };
    });
  }

  exclusions(): readonly Exclusion[] {
    return exclusionsAt(this.health, this.parts.clock.monotonicMs());
  }

  outlook(jobId: string): Outlook | undefined {
    if (!this.lines.has(jobId)) return undefined;
    const { clock } = this.parts;
    const started = clock.monotonicMs();
    // A job that has just come is looked up at once, unless so many wait that this takes long.
    const isNews = this.known && !this.known.outlooks.has(jobId) && this.known.tookMs < QUICK_MS;
    if (!this.known || isNews || started >= this.known.untilMs) {
      const outlooks = new Map(this.forecast([]).map((one) => [one.jobId, one]));
      const tookMs = clock.monotonicMs() - started;
      this.known = { untilMs: started + Math.max(LIMITS.forecastMs, 20 * tookMs), tookMs, outlooks };
    }
    return this.known.outlooks.get(jobId);
  }

  outlookOf(record: JobRecord): Outlook | undefined {
    return this.forecast([record]).find(({ jobId }) => jobId === record.jobId);
  }

  private forecast(more: readonly JobRecord[]): readonly Outlook[] {
    const waiting = [...this.parts.store.open().filter(isWaiting), ...more];
    return forecast({
      waiting: this.asWaiting(waiting),
      running: this.running(),
      agents: this.offers(),
      rules: PLAN_RULES,
    });
  }

  private asWaiting(records: readonly JobRecord[]): PlanInput['waiting'] {
    const now = this.parts.clock.wallMs();
    return records.map((record) => waitingJob(record, now, this.durations));
  }

  private running(): readonly RunningJob[] {
    const { store, progressOf, clock } = this.parts;
    const common = { nowMs: clock.wallMs(), durations: this.durations };
    return [...store.running()].flatMap(
      (record) => runningJob(record, { ...common, progress: progressOf(record.jobId) }) ?? [],
    );
  }
}
