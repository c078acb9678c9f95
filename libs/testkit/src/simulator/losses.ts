import { LIMITS } from '@ringmaster/contracts';
import {
  type AttemptRecord,
  currentAttempt,
  isLive,
  type JobRecord,
  membersOf,
  wantedStop,
} from '@ringmaster/scheduling';
import type { SimProcess } from './sim-process.js';
import type { SimAssignment } from './sim-trainer.js';
import type { VirtualTime } from './virtual-time.js';

/**
 * How soon a loss is noticed when nothing else is wrong, ms; docs/guides/simulator.md says which timers add up to it.
 * `told`: by the agent of a process that died. `missed`: by those that step with it. `unconnected`: none of them is
 * connected to it yet, its silent agent counts. `connecting`: they are just about to connect to it. `together`: no rank
 * is left elsewhere, so that it may as well go on and wait for its next agent.
 */
const NOTICED_MS = {
  told: 500,
  missed: 3_000,
  unconnected: LIMITS.agentLostMs + 500,
  connecting: LIMITS.connectMs + 1_000,
  together: LIMITS.agentGoneMs + 500,
} as const;

/** What of the world the watch looks at. */
export interface LossyWorld {
  readonly time: VirtualTime;
  readonly record: () => JobRecord | undefined;
  /** Of all ranks that ever started. */
  readonly trainers: () => readonly { readonly process: SimProcess; readonly assignment: SimAssignment }[];
  readonly broken: (message: string) => void;
  readonly trace: (text: string) => void;
}

interface Loss {
  readonly what: string;
  readonly sinceMs: number;
  readonly byMs: number;
  readonly attempt: number;
  readonly isNoticed: (attempt: AttemptRecord) => boolean;
  /** Nobody needs to notice it any more. */
  readonly isMoot?: (attempt: AttemptRecord) => boolean;
}

/** P5: how soon those are done without that died, stand still or are cut off, where that is all that goes wrong. */
export class Losses {
  readonly #losses: Loss[] = [];

  constructor(private readonly world: LossyWorld) {}

  /** A rank's process was killed. */
  died(how: 'crashed' | 'vanished', { attempt, rank }: SimAssignment, agent: SimProcess): void {
    const elsewhere = (process: SimProcess) => process.host !== agent.host;
    const isTold = agent.alive && how === 'crashed';
    const isAnybodyLeft = this.world.trainers().some(({ process }) => process.alive && elsewhere(process));
    this.#add(isTold ? 'told' : isAnybodyLeft ? 'unconnected' : 'together', {
      ...{ what: `the death of rank ${rank}`, attempt, isNoticed: isGone(rank) },
    });
    if (isTold || !this.#isMissed(attempt, rank, elsewhere)) return;
    const isNoticed = isWithout(rank, this.#min);
    this.#add('missed', { what: `that rank ${rank} is gone`, attempt, isNoticed, isMoot: hasFinished });
  }

  /** A rank's process stands still for so long. */
  froze(process: SimProcess, forMs: number): void {
    const found = this.world.trainers().find((one) => one.process === process);
    const attempt = this.#attempt();
    if (!found || !attempt?.begun || attempt.attempt !== found.assignment.attempt) return;
    const { rank } = found.assignment;
    const isMember = membersOf(attempt).some((one) => one.rank === rank);
    // Those that end a generation in agreement wait for each other's seal as long as a step may take.
    if (!isMember || membersOf(attempt).filter(isLive).length < 2 || isEnding(attempt)) return;
    const how = isStepping(attempt) ? 'missed' : 'connecting';
    if (forMs <= NOTICED_MS[how]) return;
    this.#add(how, {
      ...{ what: `that rank ${rank} stands still`, attempt: attempt.attempt },
      isNoticed: isWithout(rank, this.#min),
      isMoot: hasFinished,
    });
  }

  /** Nothing gets from one host to another, for so long: the generation that needs it ends. */
  cut(from: string, to: string, forMs: number): void {
    const attempt = this.#attempt();
    if (!attempt || !isStepping(attempt)) return;
    const [near, far] = [this.#membersOn(from, attempt), this.#membersOn(to, attempt)];
    if (near.length === 0 || far.length === 0 || forMs <= NOTICED_MS.missed) return;
    const { n } = attempt.generation;
    this.#add('missed', {
      ...{ what: `that nothing gets from ${from} to ${to}`, attempt: attempt.attempt },
      isNoticed: (now) => now.tornAt !== undefined || now.generation.n > n,
    });
  }

  /** Looks for those that were noticed, and for those that should have been. */
  noticed(record: JobRecord): void {
    const now = this.world.time.nowMs;
    for (const loss of [...this.#losses]) {
      const { what, sinceMs, byMs } = loss;
      const attempt = record.attempts[loss.attempt - 1];
      if (attempt && loss.isMoot?.(attempt)) {
        this.#forget(loss);
        continue;
      }
      const isNoticed = !attempt || attempt.endedAt !== undefined || loss.isNoticed(attempt);
      if (!isNoticed && now <= byMs) continue;
      this.#forget(loss);
      if (isNoticed) this.world.trace(`${what} is noticed after ${(now - sinceMs).toFixed(0)} ms`);
      if (now > byMs) this.world.broken(`${what} was noticed ${(now - byMs).toFixed(0)} ms late`);
    }
  }

  #forget(loss: Loss): void {
    this.#losses.splice(this.#losses.indexOf(loss), 1);
  }

  #add(how: keyof typeof NOTICED_MS, loss: Omit<Loss, 'sinceMs' | 'byMs'>): void {
    const sinceMs = this.world.time.nowMs;
    this.#losses.push({ ...loss, sinceMs, byMs: sinceMs + NOTICED_MS[how] });
  }

  /** The present one, unless it is about to end. */
  #attempt(): AttemptRecord | undefined {
    const record = this.world.record();
    const attempt = record && currentAttempt(record);
    return record && attempt && wantedStop(record, attempt) === 'none' ? attempt : undefined;
  }

  get #min(): number {
    return this.world.record()?.job.workers.min ?? 1;
  }

  #isMissed(number: number, rank: number, isElsewhere: (process: SimProcess) => boolean): boolean {
    const attempt = this.#attempt();
    if (attempt?.attempt !== number || !isStepping(attempt)) return false;
    const members = new Set(membersOf(attempt).map((one) => one.rank));
    return (
      members.has(rank) &&
      this.#living(number).some(
        ({ process, assignment }) => members.has(assignment.rank) && isElsewhere(process),
      )
    );
  }

  #membersOn(host: string, attempt: AttemptRecord): readonly number[] {
    const here = this.#living(attempt.attempt).filter(({ process }) => process.host === host);
    const ranks = new Set(here.map(({ assignment }) => assignment.rank));
    return membersOf(attempt).flatMap(({ rank }) => (ranks.has(rank) ? [rank] : []));
  }

  #living(attempt: number) {
    return this.world
      .trainers()
      .filter(({ process, assignment }) => process.alive && assignment.attempt === attempt);
  }
}

const isGone =
  (rank: number) =>
  ({ ranks }: AttemptRecord): boolean => {
    const known = ranks[rank];
    return known !== undefined && !isLive(known);
  };

/** The next generation is ordered without it; or it is known to be gone, and too few are left for one. */
const isWithout =
  (rank: number, min: number) =>
  (attempt: AttemptRecord): boolean => {
    const members = membersOf(attempt);
    if (!members.some((one) => one.rank === rank)) return true;
    return isGone(rank)(attempt) && members.filter(isLive).length < min;
  };

/** After the last step the others wait for nothing of a rank but its own end. */
const hasFinished = (attempt: AttemptRecord): boolean =>
  membersOf(attempt).some(({ state }) => state === 'finished');

const isEnding = ({ tornAt, resizing, generation }: AttemptRecord): boolean =>
  tornAt !== undefined || resizing === generation.n;

/** All its members are connected: they have done a step together. */
const isStepping = (attempt: AttemptRecord): boolean =>
  attempt.begun &&
  !isEnding(attempt) &&
  (attempt.generations.at(-1)?.runningAt !== undefined ||
    (attempt.generations.length === 1 && membersOf(attempt).every(({ state }) => state === 'running')));
