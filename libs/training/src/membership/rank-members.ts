import type { Membership } from '@ringmaster/collective';
import { type Generation, type Logger, TrainError } from '@ringmaster/core';
import type { PeerTrouble, RankNetwork } from '../ports/rank-network.js';
import type { NextGeneration, Regroup, Seal } from '../ports/regroup.js';
import type { StepExchange } from '../ports/step-exchange.js';
import {
  type Complaint,
  type Formation,
  type RankEffect,
  type RankInput,
  type RankPhase,
  rankTurn,
  type SealFacts,
} from './rank-membership.js';

/** A seal on its way to the coordinator. */
export interface SealReport extends Omit<SealFacts, 'position' | 'complaints'> {
  readonly generation: Generation;
  readonly step: number;
  readonly stage: number;
  readonly complaints: Complaint[];
  /** How long a step may take here, ms. */
  readonly patienceMs: number;
}

export interface RankMembersOptions {
  /** Which rank of which attempt this is. */
  readonly assignment: { readonly jobId: string; readonly attempt: number; readonly rank: number };
  readonly network: RankNetwork;
  /** Tells the coordinator that this rank has given up a generation. */
  readonly report: (seal: SealReport) => void;
  /** How long a step may take here, ms. */
  readonly patienceMs: () => number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

interface Waiter {
  resolve(next: NextGeneration | 'givenUp' | undefined): void;
  reject(cause: unknown): void;
}

/** Carries out what the pure membership of a rank (`rankTurn`) asks for: connects, hands state over, reports. */
export class RankMembers implements Regroup {
  private phase: RankPhase = { kind: 'waiting' };
  private waiter: Waiter | undefined;
  private seal: Seal | undefined;
  private joined: NextGeneration | undefined;
  private resizing = false;
  private givingUp = false;

  constructor(private readonly o: RankMembersOptions) {}

  /** The coordinator wants this generation to end at a step boundary. */
  get wantsResize(): boolean {
    return this.resizing;
  }

  /** The generation that this rank takes steps in. */
  get formation(): Formation | undefined {
    return this.phase.kind === 'running' ? this.phase.formation : undefined;
  }

  numberOf(rank: number): number {
    return this.formation?.members[rank]?.rank ?? rank;
  }

  /** The latest generation that this rank was told of. */
  latest: Generation | undefined;

  /** What the coordinator says. */
  take(input: Extract<RankInput, { kind: 'go' | 'resize' | 'leave' }>): void {
    if (input.kind === 'go') this.latest = input.formation.generation;
    this.turn(input);
  }

  /** The first generation of this rank; undefined when it is not needed after all. */
  async first(): Promise<NextGeneration | undefined> {
    const next = await this.wait();
    return next === 'givenUp' ? undefined : next;
  }

  /** The coordinator has been away for too long: a rank that holds its sealed state, now or later, waits no more for it. */
  giveUp(): void {
    this.givingUp = true;
    this.turn({ kind: 'giveUp' });
  }

  async next(seal: Seal): Promise<NextGeneration | 'givenUp' | undefined> {
    const { formation } = this;
    if (!formation) throw new TrainError('internal', 'a rank that is in no generation cannot seal it');
    this.resizing = false;
    this.seal = seal;
    this.joined = undefined;
    const next = this.wait();
    // Nobody may be listening yet when it fails.
    next.catch(() => undefined);
    const { position, weightsSha256, cause } = seal;
    const complaints = await this.complaints(formation, cause);
    if (cause)
      this.o.logger.info(`generation ${formation.generation.n} is over: ${cause.message}`, { ...position });
    this.turn({ kind: 'sealed', seal: { position, weightsSha256, agreed: !cause, complaints } });
    return next;
  }

  private wait(): Promise<NextGeneration | 'givenUp' | undefined> {
    const { signal } = this.o;
    return new Promise<NextGeneration | 'givenUp' | undefined>((resolve, reject) => {
      this.waiter = { resolve, reject };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      // The order may have come before anybody waited.
      if (this.phase.kind === 'running' && this.joined) resolve(this.joined);
      if (this.phase.kind === 'over') resolve(undefined);
    });
  }

  private turn(input: RankInput): void {
    const { phase, effects } = rankTurn(this.phase, input);
    this.phase = phase;
    for (const effect of effects) this.perform(effect);
    if (this.givingUp && phase.kind === 'sealed') this.turn({ kind: 'giveUp' });
  }

  private perform(effect: RankEffect): void {
    switch (effect.kind) {
      case 'join':
        return void this.join(effect.formation);
      case 'report': {
        const { position, weightsSha256, agreed, complaints } = effect.seal;
        const patienceMs = Math.round(this.o.patienceMs());
        const facts = { weightsSha256, agreed, complaints: [...complaints], patienceMs };
        return this.o.report({ generation: effect.generation, ...position, ...facts });
      }
      case 'run':
        return this.waiter?.resolve(this.joined);
      case 'raiseResize':
        this.resizing = true;
        return;
      case 'leave':
        return this.waiter?.resolve(undefined);
      case 'giveUp':
        return this.waiter?.resolve('givenUp');
    }
  }

  /** Connecting, handing over and taking over go on at once: each of them may wait for another rank's. */
  private async join(formation: Formation): Promise<void> {
    const { network, signal } = this.o;
    const membership = this.membershipIn(formation);
    const peers = formation.members.map(({ address }, rank) => ({ rank, address }));
    const own = this.o.assignment.rank;
    try {
      const connecting = network.join(membership, peers, signal);
      const [exchange, handover] = await Promise.all([
        connecting,
        formation.behind.includes(own) ? this.pull(formation, membership) : undefined,
        formation.source === own && formation.behind.length > 0 ? this.offer(membership) : undefined,
      ]);
      this.joined = nextGeneration(exchange, handover);
      this.turn({ kind: 'joined' });
    } catch (caught) {
      const cause = TrainError.from(caught);
      if (signal.aborted) return this.waiter?.reject(cause);
      this.o.logger.warn(`generation ${formation.generation.n} did not come together: ${cause.message}`);
      this.turn({ kind: 'joinFailed', complaints: await this.complaints(formation, cause) });
    }
  }

  private pull(formation: Formation, membership: Membership): Promise<Uint8Array> {
    const rank = formation.members.findIndex((member) => member.rank === formation.source);
    const address = formation.members[rank]?.address ?? '';
    return this.o.network.pullState(membership, { rank, address }, this.o.signal);
  }

  private async offer(membership: Membership): Promise<void> {
    if (!this.seal) throw new TrainError('internal', 'this rank has no state to hand over');
    this.o.network.offer(membership, await this.seal.handover());
  }

  private membershipIn({ generation, members, shardCounts }: Formation): Membership {
    const { jobId, attempt, rank: own } = this.o.assignment;
    const rank = members.findIndex((member) => member.rank === own);
    if (rank < 0) throw new TrainError('internal', `rank ${own} is no member of generation ${generation.n}`);
    return { jobId, attempt, generation, rank, world: members.length, ...(shardCounts && { shardCounts }) };
  }

  /** Seals the network and says whom this rank holds to be gone; numbers of the attempt instead of the generation's. */
  private async complaints(
    { members }: Formation,
    cause: TrainError | undefined,
  ): Promise<readonly Complaint[]> {
    const troubles: readonly PeerTrouble[] = await this.o.network.seal();
    const known: Complaint[] = troubles.map(({ rank, kind, message }) => ({
      rank: members[rank]?.rank ?? rank,
      kind,
      message,
    }));
    if (cause?.code === 'replica_drift') return [...known, ...driftedIn(cause)];
    const named = cause?.details?.['rank'];
    const late = typeof named === 'number' ? members[named]?.rank : undefined;
    if (cause?.code !== 'deadline' || late === undefined || known.some(({ rank }) => rank === late))
      return known;
    return [...known, { rank: late, kind: 'late', message: cause.message }];
  }
}

/** The training loop has found them, by their numbers in the attempt. */
const driftedIn = ({ details, message }: TrainError): readonly Complaint[] => {
  const ranks: unknown = details?.['ranks'];
  return (Array.isArray(ranks) ? (ranks as readonly number[]) : []).map((rank) => ({
    rank,
    kind: 'drifted',
    message,
  }));
};

const nextGeneration = (exchange: StepExchange, handover: Uint8Array | undefined): NextGeneration => ({
  exchange,
  ...(handover && { handover }),
});
