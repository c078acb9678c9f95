import { LIMITS, type wire } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import {
  openProbeDoor,
  type ProbeDoor,
  type ProbeDoorOptions,
  probePeer,
  type TlsIdentity,
} from '@ringmaster/rpc';

export interface ReachabilityOptions extends Omit<ProbeDoorOptions, 'tls'> {
  /** Trainers take ports of the same range. */
  readonly slots: number;
  readonly tls: () => Promise<TlsIdentity | undefined>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Whether this host and the others reach each other, as their trainers will have to. */
export interface Reachability {
  /** Where the others dial; empty: nowhere, they do not test it. */
  readonly address: string;
  /** The other agents; they are tested at once, and then again and again. */
  test(mesh: wire.v1.IMesh): void;
  /** As far as it is known now. */
  unreachable(): readonly wire.v1.IUnreachable[];
  close(): void;
}

interface Peer {
  readonly agentId: string;
  readonly name: string;
  readonly address: string;
}

/** Opens the door for the others. Where there is no port for it, nothing is tested, and the log says so. */
export async function openReachability(o: ReachabilityOptions): Promise<Reachability> {
  const door = await openDoor(o);
  return new Tests(door, o);
}

async function openDoor(o: ReachabilityOptions): Promise<ProbeDoor | undefined> {
  const { ports, slots, logger } = o;
  if (ports && ports.to - ports.from + 1 <= slots) {
    logger.warn(
      '--data-ports has no port beyond one a slot: whether other workers reach this one is not tested',
    );
    return undefined;
  }
  try {
    return await openProbeDoor({ ...o, tls: await o.tls() });
  } catch (error) {
    logger.warn(`whether other workers reach this one is not tested: ${TrainError.from(error).message}`);
    return undefined;
  }
}

class Tests implements Reachability {
  readonly address: string;
  private peers: readonly Peer[] = [];
  private readonly found = new Map<string, wire.v1.IUnreachable>();
  /** Connected and silent, once so far: perhaps it is only busy. */
  private readonly silent = new Set<string>();
  private round = 0;
  private cancel = (): void => undefined;

  constructor(
    private readonly door: ProbeDoor | undefined,
    private readonly o: ReachabilityOptions,
  ) {
    this.address = door?.address ?? '';
  }

  test({ peers }: wire.v1.IMesh): void {
    this.peers = (peers ?? []).map(({ agentId, name, address }) => ({
      agentId: agentId ?? '',
      name: name ?? '',
      address: address ?? '',
    }));
    const present = new Set(this.peers.map(keyOf));
    for (const known of [this.found, this.silent])
      for (const key of known.keys()) if (!present.has(key)) known.delete(key);
    void this.testAll();
  }

  unreachable = (): readonly wire.v1.IUnreachable[] => [...this.found.values()];

  close(): void {
    this.round = Infinity;
    this.cancel();
    this.door?.close();
  }

  private async testAll(): Promise<void> {
    const round = ++this.round;
    this.cancel();
    const tls = await this.o.tls().catch(() => undefined);
    if (tls) this.door?.renew(tls);
    await Promise.all(this.peers.map((peer) => this.testOne(peer, tls)));
    if (round !== this.round) return;
    const ms = this.found.size + this.silent.size > 0 ? LIMITS.reachRetryMs : LIMITS.reachEveryMs;
    this.cancel = this.o.clock.after(ms, () => void this.testAll());
  }

  private async testOne(peer: Peer, tls: TlsIdentity | undefined): Promise<void> {
    const { agentId, name, address } = peer;
    const { clock, logger } = this.o;
    const fault = await probePeer(peer, { tls, clock });
    const key = keyOf(peer);
    // Others may be asked for meanwhile.
    if (!this.peers.some((one) => keyOf(one) === key)) return;
    const isFirst = fault?.mayPass && !this.silent.has(key);
    if (fault?.mayPass) this.silent.add(key);
    else this.silent.delete(key);
    if (isFirst) return;
    if (fault && !this.found.has(key))
      logger.warn(
        `this worker cannot reach worker ${name} at ${address}: ${fault.why}; check --advertise and --data-ports of worker ${name}, and the network between the two`,
      );
    if (!fault && this.found.has(key)) logger.info(`worker ${name} is reached at ${address} again`);
    if (fault) this.found.set(key, { agentId, address, why: fault.why });
    else this.found.delete(key);
  }
}

const keyOf = ({ agentId, address }: Peer): string => `${agentId} ${address}`;
