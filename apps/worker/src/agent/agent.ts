import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { createControlClient, type TlsIdentity } from '@ringmaster/rpc';
import { freeMemoryBytes } from './proc-memory.js';
import type { SlotPlan } from './slot-env.js';
import { createSlotTable } from './slot-table.js';
import type { TrainerPool } from './trainer-pool.js';
import type { WarmFacts } from './trainer-process.js';

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
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The long-lived process of a worker: serves the coordinator's orders with the trainers of its slots. */
export interface Agent {
  /**
   * Warms one trainer a slot, joins the coordinator and serves until the signal aborts; then stops its ranks, says
   * goodbye and ends every process.
   * @throws TrainError why the coordinator refused it, or why no trainer starts on this machine
   */
  run(signal: AbortSignal): Promise<void>;
}

export function createAgent(o: AgentOptions): Agent {
  const { agentId, name, host, clock, logger } = o;
  let engine = '';
  /** What its trainers really compute on: a GPU that the engine cannot use is none. */
  let hasGpuEngine = false;
  let cancelGrace = (): void => undefined;

  const client = createControlClient({
    address: o.address,
    token: o.token,
    ...(o.tls && { tls: o.tls }),
    facts: () => ({
      agentId,
      name,
      host,
      engine,
      slots: o.slots.map((slot) => wireSlot(slot, hasGpuEngine)),
      running: table.running(),
      dataSets: o.dataSets(),
    }),
    heartbeat: () => ({
      warmTrainers: o.pool.idle,
      busySlots: table.running().map((rank) => rank.slot ?? 0),
      freeMemoryBytes: freeMemoryBytes(),
      promisedMemoryBytes: table.promisedMemoryBytes(),
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
  const table = createSlotTable({ ...o, send: client.send });

  /** A trainer that was killed while it started gets one successor; one that cannot start will fail again. */
  async function prestart(slot: SlotPlan): Promise<WarmFacts | undefined> {
    try {
      return await o.pool.prestart(slot);
    } catch (error) {
      const cause = TrainError.from(error);
      if (!cause.retryable) throw cause;
      logger.warn('a trainer did not start; trying once more', { cause: cause.message });
      return o.pool.prestart(slot);
    }
  }

  /** The first trainers tell whether this machine can train at all, before anybody counts on it. */
  async function warmUp(): Promise<void> {
    const warm = await Promise.all(o.slots.map(prestart));
    const fingerprint = warm.find((facts) => facts !== undefined)?.fingerprint;
    engine = engineName(fingerprint);
    hasGpuEngine = fingerprint?.['backend'] === 'tensorflow-gpu';
    if (!hasGpuEngine && o.slots.some((slot) => slot.device === 'gpu'))
      logger.warn(
        `A GPU ANSWERS, BUT THE CUDA ENGINE IS NOT BUILT: training runs on the CPU. Run npx ringmaster setup --gpu`,
      );
    for (const warning of new Set(warm.flatMap((facts) => facts?.warnings ?? []))) logger.warn(warning);
  }

  async function run(signal: AbortSignal): Promise<void> {
    const session = new AbortController();
    try {
      await Promise.race([warmUp(), aborted(signal)]);
      if (signal.aborted) return;
      const served = client.run(session.signal);
      await Promise.race([served, aborted(signal)]);
      await table.close('the worker was stopped');
      session.abort();
      await served;
    } finally {
      session.abort();
      cancelGrace();
      await table.close('the worker failed');
      await o.pool.close();
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

function engineName(fingerprint: Readonly<Record<string, unknown>> | undefined): string {
  const { backend, tensorflow, device } = fingerprint ?? {};
  return [backend, tensorflow, device].filter((part) => typeof part === 'string' && part !== '').join(' ');
}
