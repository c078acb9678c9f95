import { LIMITS, type wire } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { createControlClient, type TlsIdentity } from '@ringmaster/rpc';
import { type AuditJournal, httpCheckpointStore } from '@ringmaster/store';
import {
  type CheckpointSpool,
  type CheckpointStore,
  coordinatorGrace,
  createHeldCheckpoints,
  isSameRank,
  type SpooledFacts,
} from '@ringmaster/training';
import { createDrain, type DrainWish } from './drain.js';
import { createKeptAudit } from './kept-audit.js';
import { freeMemoryBytes } from './proc-memory.js';
import type { SlotPlan } from './slot-env.js';
import { createSlotTable, type SlotTable } from './slot-table.js';
import type { Reachability } from './reachability.js';
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
  /** Its trainers load code that users bring. */
  readonly allowCode?: boolean;
  readonly address: () => Promise<string>;
  readonly token: () => Promise<string>;
  /** Certificates for the session; without them it is not encrypted. */
  readonly tls?: () => Promise<TlsIdentity | undefined>;
  readonly pool: TrainerPool;
  /** Tests whether the other workers are reached; without it nobody does. */
  readonly reach?: Reachability;
  /** How long its ranks may take to leave when it is stopped. */
  readonly drainGraceMs: number;
  /** How long its ranks go on, or wait, without a coordinator. */
  readonly coordinatorGraceMs: number;
  /** Where ranks leave their checkpoints after that. */
  readonly spool: CheckpointSpool;
  /** Where ranks keep lines of the audit log until the coordinator has them. */
  readonly journal: AuditJournal;
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
  let artifactsAt = '';
  const grace = createGrace(o, () => table);
  const held = createHeldCheckpoints({
    spool: o.spool,
    storeOf: (facts) => storeAt(() => artifactsAt, facts, o),
    send: (event) => client.send(event),
    isConnected: () => client.connected,
    isRunning: (one) => table.running().some((rank) => isSameRank(rank, one)),
    clock,
    logger,
  });

  /** For the coordinator: those that have left a checkpoint are not over before it has that. */
  const running = () => [...table.running(), ...held.running()];

  const client = createControlClient({
    address: o.address,
    token: o.token,
    ...(o.tls && { tls: o.tls }),
    facts: () => ({
      ...{ agentId, name, host, deliveries: [...held.deliveries()] },
      engine: engine.name,
      slots: o.slots.map((slot) => wireSlot(slot, engine.isGpu)),
      running: running(),
      dataSets: o.dataSets(),
      allowCode: o.allowCode ?? false,
      draining: table.draining,
      probeAddress: o.reach?.address ?? '',
    }),
    heartbeat: () => ({ ...heartbeatOf(o, table, running()), deliveries: [...held.deliveries()] }),
    onCommand: (command) => (command.kind === 'mesh' ? o.reach?.test(command.mesh) : table.apply(command)),
    onConnected: (artifactsUrl) => {
      grace.cancel();
      if (artifactsUrl !== '') table.artifactsAt((artifactsAt = artifactsUrl));
      void held.deliver();
      void keptAudit.resend();
    },
    holdsBack: held.holdsBack,
    onDisconnected: grace.begin,
    clock,
    logger,
  });
  const keptAudit = createKeptAudit({ journal: o.journal, send: client.send, clock, logger });
  const table = createSlotTable({
    ...o,
    ...{ send: client.send, settledFor: keptAudit.settledFor },
    onHeld: held.hold,
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
      await held.find();
      grace.begin();
      const served = client.run(session.signal);
      await Promise.race([served, drain.done]);
      await table.close('the worker was stopped');
      session.abort();
      await served;
    } finally {
      session.abort();
      grace.cancel();
      held.close();
      o.reach?.close();
      await table.close('the worker failed');
      await o.pool.close();
      o.succession?.close();
    }
  }

  return { run };
}

const heartbeatOf = (
  { pool, reach }: AgentOptions,
  table: SlotTable,
  running: readonly wire.v1.IRunningRank[],
): wire.v1.IHeartbeat => ({
  warmTrainers: pool.idle,
  busySlots: running.map((rank) => rank.slot ?? 0),
  freeMemoryBytes: freeMemoryBytes(),
  promisedMemoryBytes: table.promisedMemoryBytes(),
  draining: table.draining,
  unreachable: [...(reach?.unreachable() ?? [])],
});

function createGrace(
  { coordinatorGraceMs: graceMs, spool, clock, logger }: AgentOptions,
  table: () => SlotTable,
) {
  const onBegun = () => {
    if (table().running().length > 0)
      logger.warn(
        `no coordinator: ranks go on, and those that lost another one hold their state; after ${graceMs / 1000} s they write a checkpoint to ${spool.dir} and end`,
      );
  };
  return coordinatorGrace({ graceMs, clock, onBegun, giveUp: (reason) => table().giveUp(reason) });
}

/** The artifact store as a rank of that attempt may write to it. @throws TrainError `unavailable` before a coordinator was reached */
async function storeAt(
  url: () => string,
  { jobId, artifactsToken: token }: SpooledFacts,
  { tls, clock, logger }: AgentOptions,
): Promise<CheckpointStore> {
  if (url() === '') throw new TrainError('unavailable', 'the coordinator has not said where artifacts go');
  const ca = (await tls?.())?.ca;
  const retryMs = LIMITS.artifactIdleMs;
  return httpCheckpointStore({ url, token, jobId, retryMs, ...(ca !== undefined && { ca }), clock, logger });
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
