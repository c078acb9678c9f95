import { LIMITS } from '@ringmaster/contracts';
import type { Clock, Logger } from '@ringmaster/core';
import { createControlClient, type TlsIdentity } from '@ringmaster/rpc';
import { createDrain, type DrainWish } from './drain.js';
import { freeMemoryBytes } from './proc-memory.js';
import type { SlotPlan } from './slot-env.js';
import { createSlotTable } from './slot-table.js';
import type { Succession } from './succession.js';
import type { TrainerPool } from './trainer-pool.js';
import { type EngineFacts, warmUp } from './warm-up.js';

export interface AgentOptions {
  /** Unlike every other agent's, also of the same name or home. */
  readonly agentId: string;
  readonly name: string;
  readonly host: string;
  readonly slots: readonly SlotPlan[];
  /** Names of the data sets that lie on this host. */
  readonly dataSets: () => string[];
  readonly address: () => Promise<string>;
  readonly token: () => Promise<string>;
  /** Certificates for the session; without them it is not encrypted. */
  readonly tls?: () => Promise<TlsIdentity | undefined>;
  readonly pool: TrainerPool;
  /** How long its ranks may take to leave when it is stopped. */
  readonly drainGraceMs: number;
  /** What an earlier agent of this name has left. */
  readonly succession?: Pick<Succession, 'adopt' | 'remember' | 'close'>;
  /** Tells when this machine is about to be taken away; ends with the signal. */
  readonly notice?: (signal: AbortSignal) => Promise<DrainWish>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The long-lived process of a worker: serves the coordinator's orders with the trainers of its slots. */
export interface Agent {
  /**
   * Warms one trainer a slot, joins the coordinator and serves until it is to leave: the signal aborts, the coordinator
   * says so, or a notice came. Then its ranks leave at a step boundary, within a grace period or until `force` aborts;
   * what is left is ended, it says goodbye and ends every process.
   * @throws TrainError why the coordinator refused it, or why no trainer starts on this machine
   */
  run(signal: AbortSignal, force?: AbortSignal): Promise<void>;
}

export function createAgent(o: AgentOptions): Agent {
  const { agentId, name, host, clock, logger } = o;
  let engine: EngineFacts = { name: '', isGpu: false };
  let cancelGrace = (): void => undefined;

  const client = createControlClient({
    address: o.address,
    token: o.token,
    ...(o.tls && { tls: o.tls }),
    facts: () => ({
      agentId,
      name,
      host,
      engine: engine.name,
      slots: o.slots.map((slot) => wireSlot(slot, engine.isGpu)),
      running: table.running(),
      dataSets: o.dataSets(),
      draining: table.draining,
    }),
    heartbeat: () => ({
      warmTrainers: o.pool.idle,
      busySlots: table.running().map((rank) => rank.slot ?? 0),
      freeMemoryBytes: freeMemoryBytes(),
      promisedMemoryBytes: table.promisedMemoryBytes(),
      draining: table.draining,
    }),
    onCommand: (command) => table.apply(command),
    onConnected: (artifactsUrl) => {
      cancelGrace();
      if (artifactsUrl !== '') table.artifactsAt(artifactsUrl);
    },
    onDisconnected: () => {
      cancelGrace();
      cancelGrace = clock.after(LIMITS.coordinatorGraceMs, () =>
        table.stopAll(`no coordinator for ${LIMITS.coordinatorGraceMs / 1000} s`),
      );
    },
    clock,
    logger,
  });
  const table = createSlotTable({
    ...o,
    send: client.send,
    ...(o.succession && { onTrainers: o.succession.remember }),
    onDrain: ({ reason, graceMs }) => drain.begin({ reason: reason || 'drained', graceMs }),
  });
  const drain = createDrain({ table, clock, logger });

  async function run(signal: AbortSignal, force = new AbortController().signal): Promise<void> {
    const session = new AbortController();
    const stopped = { reason: `worker ${name} was stopped`, graceMs: o.drainGraceMs };
    void aborted(signal).then(() => drain.begin(stopped));
    void aborted(force).then(() => drain.hurry());
    void o.notice?.(session.signal).then(drain.begin, () => undefined);
    try {
      const warm = warmUp({ ...o, table }, signal).then((facts) => (engine = facts));
      await Promise.race([warm, aborted(signal)]);
      if (signal.aborted) return;
      const served = client.run(session.signal);
      await Promise.race([served, drain.done]);
      await table.close('the worker was stopped');
      session.abort();
      await served;
    } finally {
      session.abort();
      cancelGrace();
      await table.close('the worker failed');
      await o.pool.close();
      o.succession?.close();
    }
  }

  return { run };
}

const wireSlot = ({ slot, device, cpuThreads, memoryBytes }: SlotPlan, hasGpuEngine: boolean) => ({
  slot,
  device: device === 'gpu' && hasGpuEngine ? 'gpu' : 'cpu',
  cpuThreads,
  memoryBytes,
});

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
