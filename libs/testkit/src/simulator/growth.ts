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
import type { VirtualTime } from './virtual-time.js';

/** A job with idle slots grows, and a rank that is ready joins, within so much quiet time and so many steps. */
const GROWTH_MS = 2_000;
const GROWTH_STEPS = 3;
const LOOK_MS = 500;

/** What of the world the watch looks at. */
export interface GrowingWorld {
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

/** P5, while the world goes on: no slot is left idle that the job could use. */
export class Growth {
  constructor(private readonly world: GrowingWorld) {}

  start(): void {
    this.#look(0);
  }

  #look(smallMs: number): void {
    if (this.world.isOver()) return;
    const isSmall = this.#isTooSmall();
    if (smallMs > GROWTH_MS + GROWTH_STEPS * 1.5 * this.world.scenario.computeMs)
      return this.world.broken(`the job stayed smaller than it could be for ${smallMs} ms`);
    this.world.time.after(LOOK_MS, () => this.#look(isSmall ? smallMs + LOOK_MS : 0));
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
