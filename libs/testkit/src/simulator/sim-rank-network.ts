import { AllReduce, type Membership, planBuckets } from '@ringmaster/collective';
import { LIMITS } from '@ringmaster/contracts';
import {
  assert,
  compareGenerations,
  type Generation,
  generationName,
  sameGeneration,
  TrainError,
} from '@ringmaster/core';
import { collectiveExchange, type Peer, type RankNetwork, type StepExchange } from '@ringmaster/training';
import type { WireSide } from './sim-network.js';
import { type Asked, type DataMessage, type RankWorld, SimTransport } from './sim-transport.js';

export interface SimRankNetworkOptions extends RankWorld {
  /** `host:port`, a name like any other here. */
  readonly address: string;
  readonly secret: Uint8Array;
  readonly shards: number;
  readonly vectorLength: number;
  /** The most that one frame carries. */
  readonly frameBytes: number;
}

type Kind = 'frames' | 'state';
interface Waiting {
  readonly kind: Kind;
  readonly asked: Asked;
  readonly side: WireSide;
  readonly cancel: () => void;
}

/** Small, so that even a tiny model is cut into several buckets, and a state into several pieces. */
const BUCKET_BYTES = 24;
const STATE_PIECE = 1_500;

/** The `RankNetwork` of simulated processes, with the real all-reduce, frames, fences and liveness. */
export function simRankNetwork(o: SimRankNetworkOptions): RankNetwork {
  return new RankEndpoint(o);
}

class RankEndpoint implements RankNetwork {
  readonly dataAddress: string;
  readonly #waiting = new Set<Waiting>();
  readonly #stopListening: () => void;
  #transport: SimTransport | undefined;
  #reduce: AllReduce | undefined;
  #latest: Generation | undefined;
  #offer: { readonly membership: Membership; readonly state: Uint8Array } | undefined;

  constructor(private readonly o: SimRankNetworkOptions) {
    this.dataAddress = o.address;
    this.#stopListening = o.network.listen(o.address, {
      process: o.process,
      accept: (side, request) => this.#asked(request as Asked & { kind: Kind }, side),
    });
  }

  async join(membership: Membership, peers: readonly Peer[], signal: AbortSignal): Promise<StepExchange> {
    assert(!this.#transport, 'a generation is entered before the one before it was sealed');
    const transport = new SimTransport(membership, this.o.secret, this.o);
    this.#transport = transport;
    this.#latest = membership.generation;
    this.#settleWaiting();
    await transport.connect(peers, signal);
    const { shards, vectorLength, frameBytes, process } = this.o;
    const reduce = new AllReduce({
      ...{ transport, shards, vectorLength, frameBytes, clock: process.clock },
      buckets: planBuckets(vectorLength, BUCKET_BYTES),
    });
    this.#reduce = reduce;
    return collectiveExchange(reduce);
  }

  async seal(): ReturnType<RankNetwork['seal']> {
    const [transport, reduce] = [this.#transport, this.#reduce];
    this.#transport = undefined;
    this.#reduce = undefined;
    this.#offer = undefined;
    const troubles = (await transport?.troubles()) ?? [];
    void (reduce ?? transport)?.close();
    return troubles;
  }

  offer(membership: Membership, state: Uint8Array): void {
    this.#offer = { membership, state: state.slice() };
    this.#settleWaiting();
  }

  pullState(membership: Membership, source: Peer, signal: AbortSignal): Promise<Uint8Array> {
    const { process, network } = this.o;
    return new Promise((resolve, reject) => {
      const pieces: Uint8Array[] = [];
      let cancelIdle = (): void => undefined;
      const fail = (code: 'peer_lost' | 'deadline' | 'cancelled' | 'fenced', what: string) => {
        cancelIdle();
        side.cancel();
        reject(
          new TrainError(code, `the state of rank ${source.rank} ${what}`, {
            details: { rank: source.rank },
          }),
        );
      };
      const watch = () => {
        cancelIdle();
        cancelIdle = process.clock.after(LIMITS.artifactIdleMs, () => fail('deadline', 'does not come'));
      };
      const request = { kind: 'state', membership, to: source.rank } satisfies Asked & { kind: Kind };
      const side = network.dial(process, source.address, request, {
        message: (raw) => {
          const message = raw as DataMessage;
          if (message.kind === 'refused') return fail('fenced', `was refused: ${message.error.message}`);
          if (message.kind !== 'state') return;
          watch();
          this.o.pass('rank: while it takes over a state');
          pieces.push(message.bytes);
          if (!message.isLast) return;
          cancelIdle();
          side.cancel();
          resolve(joined(pieces));
        },
        ended: (how) => fail('peer_lost', `broke off (${how})`),
      });
      watch();
      signal.addEventListener('abort', () => fail('cancelled', 'is not needed any more'), { once: true });
    });
  }

  async close(): Promise<void> {
    await (this.#reduce ?? this.#transport)?.close();
    this.#stopListening();
    for (const waiting of [...this.#waiting])
      this.#refuse(waiting, new TrainError('cancelled', 'this rank has ended'));
  }

  #asked({ kind, ...asked }: Asked & { kind: Kind }, side: WireSide): void {
    let served: boolean;
    try {
      served = this.#serve(kind, asked, side);
    } catch (cause) {
      if (!(cause instanceof TrainError)) throw cause;
      return refuse(side, cause);
    }
    if (served) return;
    const patienceMs = kind === 'frames' ? LIMITS.connectMs : LIMITS.gangReadyMs;
    const cancel = this.o.process.clock.after(patienceMs, () =>
      this.#refuse(waiting, this.#notHere(asked, `within ${patienceMs} ms`)),
    );
    const waiting: Waiting = { kind, asked, side, cancel };
    this.#waiting.add(waiting);
    side.listener = { message: () => undefined, ended: () => this.#forget(waiting) };
  }

  /** False when it is too early. */
  #serve(kind: Kind, asked: Asked, side: WireSide): boolean {
    const { generation } = asked.membership;
    const latest = this.#latest;
    if (!latest || compareGenerations(generation, latest) > 0) return false;
    if (!this.#transport || !sameGeneration(generation, latest)) throw this.#notHere(asked, 'any more');
    if (kind === 'frames') this.#transport.serve(asked, side);
    else if (!this.#offer) return false;
    else this.#serveState(side, this.#offer.state);
    return true;
  }

  #serveState(side: WireSide, state: Uint8Array): void {
    side.listener = { message: () => undefined, ended: () => undefined };
    for (let at = 0; at < state.byteLength; at += STATE_PIECE) {
      this.o.pass('rank: while it hands over its state');
      const bytes = state.slice(at, at + STATE_PIECE);
      side.send({ kind: 'state', bytes, isLast: at + STATE_PIECE >= state.byteLength } satisfies DataMessage);
    }
  }

  #settleWaiting(): void {
    for (const waiting of [...this.#waiting]) {
      try {
        if (this.#serve(waiting.kind, waiting.asked, waiting.side)) this.#forget(waiting);
      } catch (cause) {
        if (!(cause instanceof TrainError)) throw cause;
        this.#refuse(waiting, cause);
      }
    }
  }

  #refuse(waiting: Waiting, cause: TrainError): void {
    this.#forget(waiting);
    refuse(waiting.side, cause);
  }

  #forget(waiting: Waiting): void {
    waiting.cancel();
    this.#waiting.delete(waiting);
  }

  #notHere({ membership }: Asked, when: string): TrainError {
    const here = this.#latest ? generationName(this.#latest) : 'none yet';
    const text = `rank ${membership.rank} asks for generation ${generationName(membership.generation)}, which this rank is not in ${when}; here is ${here}`;
    return new TrainError('fenced', text);
  }
}

function refuse(side: WireSide, error: TrainError): void {
  side.send({ kind: 'refused', error } satisfies DataMessage);
  side.end();
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
