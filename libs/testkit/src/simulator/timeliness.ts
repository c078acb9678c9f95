import { LIMITS } from '@ringmaster/contracts';
import {
  currentAttempt,
  isLive,
  type JobRecord,
  membersOf,
  newcomersOf,
  wantedRanks,
  wantedStop,
} from '@ringmaster/scheduling';
import type { Scenario } from './scenario.js';
import type { SimProcess } from './sim-process.js';
import type { SimAssignment } from './sim-trainer.js';
import type { VirtualTime } from './virtual-time.js';

/** A job with idle slots grows, and a rank that is ready joins, within so much quiet time and so many steps. */
const GROWTH_MS = 2_000;
const GROWTH_STEPS = 3;
const LOOK_MS = 500;
/**
 * How soon a death is in the log when nothing else is wrong. `vanished`: nobody is left on its host who could tell.
 * `together`: nor a rank elsewhere that would miss it, so that it may as well go on and wait for its next agent.
 */
const NOTICED_MS = { crashed: 500, vanished: 3_500, together: LIMITS.agentGoneMs + 500 } as const;

/** What of the world the watch looks at. */
export interface WatchedWorld {
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  readonly record: () => JobRecord | undefined;
  readonly isOver: () => boolean;
  /** Of all ranks that ever started. */
  readonly trainers: () => readonly SimProcess[];
  /** The coordinator and the newest agent of each host; undefined for one that is not there. */
  readonly servers: () => readonly (SimProcess | undefined)[];
  /** When the present coordinator took over, ms. */
  readonly takenOverMs: () => number;
  readonly broken: (message: string) => void;
}

/** P5, while the world goes on: no death is noticed late, and no slot is left idle that the job could use. */
export class Timeliness {
  readonly #deaths: { readonly attempt: number; readonly rank: number; readonly byMs: number }[] = [];

  constructor(private readonly world: WatchedWorld) {}

  start(): void {
    this.#lookAtGrowth(0);
  }

  /** A rank was killed, and nothing else is wrong. */
  died(how: 'crashed' | 'vanished', { attempt, rank }: SimAssignment, agent: SimProcess): void {
    const byMs = this.world.time.nowMs + NOTICED_MS[this.#howNoticed(how, agent)];
    this.#deaths.push({ attempt, rank, byMs });
  }

  /** Whoever was killed and counts as alive for too long. */
  noticed(record: JobRecord): void {
    const now = this.world.time.nowMs;
    for (const death of [...this.#deaths]) {
      const { attempt, rank, byMs } = death;
      const known = record.attempts[attempt - 1]?.ranks[rank];
      if (known && isLive(known) && now <= byMs) continue;
      this.#deaths.splice(this.#deaths.indexOf(death), 1);
      if (now > byMs)
        this.world.broken(`the death of rank ${rank} was noticed ${(now - byMs).toFixed(0)} ms late`);
    }
  }

  /** Whether its agent can tell of it, or else a rank on another host misses it. */
  #howNoticed(how: 'crashed' | 'vanished', agent: SimProcess): keyof typeof NOTICED_MS {
    if (agent.alive && how === 'crashed') return 'crashed';
    const isMissed = this.world.trainers().some(({ alive, host }) => alive && host !== agent.host);
    return isMissed ? 'vanished' : 'together';
  }

  #lookAtGrowth(smallMs: number): void {
    if (this.world.isOver()) return;
    const isSmall = this.#isTooSmall();
    if (smallMs > GROWTH_MS + GROWTH_STEPS * 1.5 * this.world.scenario.computeMs)
      return this.world.broken(`the job stayed smaller than it could be for ${smallMs} ms`);
    this.world.time.after(LOOK_MS, () => this.#lookAtGrowth(isSmall ? smallMs + LOOK_MS : 0));
  }

  #isTooSmall(): boolean {
    const record = this.world.record();
    const attempt = record && currentAttempt(record);
    if (!record || !attempt?.begun || wantedStop(record, attempt) !== 'none' || this.#isDisturbed())
      return false;
    const members = membersOf(attempt);
    const living = this.world.trainers().filter(({ alive }) => alive);
    // Until the log knows who is gone there is nothing to grow.
    const isThere = (rank: number) =>
      living.some(({ name }) => name.startsWith(`rank-${attempt.attempt}.${rank}#`));
    if (!attempt.ranks.every((rank) => !isLive(rank) || isThere(rank.rank))) return false;
    if (!members.every(isLive)) return false;
    const { agents, slots } = this.world.scenario;
    const idle = agents * slots - living.length;
    const isWaiting = newcomersOf(attempt).length > 0;
    return members.length < wantedRanks(record) && (isWaiting || idle > 0);
  }

  #isDisturbed(): boolean {
    const { scenario, time, takenOverMs, servers } = this.world;
    const now = time.nowMs;
    const isCut = scenario.faults.some(
      (fault) => 'forMs' in fault && now >= fault.atMs && now < fault.atMs + fault.forMs + LIMITS.adoptionMs,
    );
    // A step that lacks a frame waits for its deadline, by design.
    const isStalling = scenario.faults.some((fault) => fault.kind === 'frame' && fault.fate === 'lost');
    if (isStalling || now < takenOverMs() + LIMITS.adoptionMs) return true;
    return isCut || servers().some((process) => !process?.alive || process.isFrozen);
  }
}
