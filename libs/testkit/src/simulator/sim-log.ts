import { type Clock, type Rng, silentLogger, sleep, TrainError } from '@ringmaster/core';
import {
  decodeRecords,
  keepLease,
  type KeptLease,
  type LogHomes,
  type LogMirror,
  type LogTail,
  type RedisLog,
} from '@ringmaster/scheduling';
import type { SimProcess } from './sim-process.js';

const WRITE_MS = 0.4;

/** What lies in Redis and on the coordinator's disk, whoever is the coordinator. */
export class SimLogStore {
  readonly redis = new Map<string, string[]>();
  readonly mirror = new Map<string, string[]>();
  /** Lines that were written and not yet fsynced. */
  #unsynced: readonly { readonly jobId: string; readonly from: number }[] = [];
  #lease = 0;
  #mirroredEpoch = 0;
  #downUntilMs = 0;

  constructor(
    private readonly rng: Rng,
    /** A planted bug: Redis takes the writes of a coordinator that was replaced, and renews its lease. */
    private readonly isUnfenced: boolean,
  ) {}

  acquire(): number {
    this.#lease = 1 + Math.max(this.#lease, this.#mirroredEpoch);
    this.#mirroredEpoch = this.#lease;
    return this.#lease;
  }

  takeDown(untilMs: number): void {
    this.#downUntilMs = Math.max(this.#downUntilMs, untilMs);
  }

  /** A Redis that was killed before its file was synced. */
  loseTail(records: number): void {
    for (const list of this.redis.values()) list.splice(Math.max(0, list.length - records));
  }

  wipe(): void {
    this.redis.clear();
    this.#lease = 0;
  }

  /** The machine's power was lost: what was not fsynced may be there, in part, or not. */
  losePower(): void {
    for (const { jobId, from } of this.#unsynced) {
      const lines = this.mirror.get(jobId) ?? [];
      lines.splice(from + this.rng.below(lines.length - from + 1));
    }
    this.#unsynced = [];
  }

  homesFor(process: SimProcess, epoch: number): { homes: LogHomes; lease: KeptLease } {
    const lease = keepLease({
      ...{ epoch, clock: process.clock, logger: silentLogger },
      renew: async () => {
        await this.#command(process.clock);
        if (this.#isReplaced(epoch))
          return { outcome: 'lost', epoch: this.#lease, holder: `coordinator of epoch ${this.#lease}` };
        const outcome = this.#lease === 0 ? 'restored' : 'kept';
        this.#lease = Math.max(this.#lease, epoch);
        return { outcome };
      },
    });
    const homes = {
      redis: this.#redisFor(process, epoch),
      mirror: this.#mirrorFor(process),
      placesOf: (jobId: string) => [`simulated log of ${jobId}`],
      logger: silentLogger,
    };
    return { homes, lease };
  }

  #redisFor({ clock }: SimProcess, epoch: number): RedisLog {
    const load = async () => {
      await this.#command(clock);
      return new Map([...this.redis].map(([jobId, lines]) => [jobId, decodeRecords(jobId, lines)]));
    };
    const append = async (tails: readonly LogTail[]): Promise<'ok' | 'lost'> => {
      await this.#command(clock);
      this.#requireLease(epoch);
      const isBehind = ({ jobId, durable }: LogTail) => (this.redis.get(jobId)?.length ?? 0) < durable;
      if (this.#lease === 0 || tails.some(isBehind)) return 'lost';
      for (const { jobId, durable, lines } of tails)
        this.redis.set(jobId, [...(this.redis.get(jobId) ?? []).slice(0, durable), ...lines]);
      return 'ok';
    };
    return { load, append, jobs: async () => this.redis.size };
  }

  #mirrorFor({ clock }: SimProcess): LogMirror {
    const good = new Map<string, number>();
    return {
      load: async () => {
        await sleep(clock, WRITE_MS);
        for (const [jobId, lines] of this.mirror) good.set(jobId, lines.length);
        return new Map([...this.mirror].map(([jobId, lines]) => [jobId, decodeRecords(jobId, lines)]));
      },
      append: async (tails) => {
        this.#unsynced = tails.map(({ jobId, lines }) => {
          const from = good.get(jobId) ?? 0;
          this.mirror.set(jobId, [...(this.mirror.get(jobId) ?? []).slice(0, from), ...lines]);
          return { jobId, from };
        });
        await sleep(clock, WRITE_MS);
        this.#unsynced = [];
        for (const { jobId, lines } of tails) good.set(jobId, (good.get(jobId) ?? 0) + lines.length);
      },
      replace: async (jobId, lines) => {
        await sleep(clock, WRITE_MS);
        this.mirror.set(jobId, [...lines]);
        good.set(jobId, lines.length);
      },
    };
  }

  #isReplaced(epoch: number): boolean {
    return this.#lease > epoch && !this.isUnfenced;
  }

  #requireLease(epoch: number): void {
    if (!this.#isReplaced(epoch)) return;
    throw new TrainError('fenced', `epoch ${epoch} is over: epoch ${this.#lease} is the coordinator`);
  }

  async #command(clock: Clock): Promise<void> {
    if (clock.monotonicMs() < this.#downUntilMs) {
      await sleep(clock, 300);
      throw new TrainError('unavailable', 'Redis does not answer');
    }
    await sleep(clock, WRITE_MS * (0.5 + this.rng.uniform()));
  }
}
