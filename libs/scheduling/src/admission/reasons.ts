import type { FreeSlots, Pool } from './free-slots.js';
import type { Hold } from './hold.js';
import type { AgentOffer } from './offers.js';
import type { QuotaLedger } from './quotas.js';
import type { WaitingJob } from './request.js';
import type { Concession } from './victims.js';

/** Why a job waits. */
export interface Verdict {
  readonly jobId: string;
  readonly blockedBy: 'slots' | 'machines' | 'memory' | 'quota' | 'order' | 'room';
  /** For people. */
  readonly reason: string;
  /** What would let it begin, for people; at least one line. */
  readonly unblock: readonly string[];
  /** It begins at the latest after so many ms, as far as the ends of running jobs are known. */
  readonly startsInMs?: number;
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

const needs = ({ workers: { min } }: WaitingJob): string => `needs ${count(min, 'slot')}`;

const threadsOf = ({ workers: { slots } }: WaitingJob): string =>
  `${slots.device === 'auto' ? '' : `device ${slots.device} and `}${count(slots.cpuThreads, 'CPU thread')}`;

const kindOf = (job: WaitingJob): string =>
  `${threadsOf(job)}${job.bringsCode ? ' on a worker that loads code' : ''}`;

const workersFor = ({ bringsCode }: WaitingJob): string =>
  bringsCode ? 'workers that load code (ringmaster worker start --allow-code)' : 'workers';

/** More names than these are only counted. */
const SHOWN_AGENTS = 3;

/** A job that brings code has no use for agents that load none; no line where there are none. */
function withoutCode(agents: readonly { readonly agentId: string }[]): readonly string[] {
  if (agents.length === 0) return [];
  const names = agents.length > SHOWN_AGENTS ? [] : agents.map(({ agentId }) => agentId).sort();
  return [
    `left out, because they load no code, which this job brings: ${names.join(', ') || count(agents.length, 'agent')}`,
  ];
}

export function overQuota(job: WaitingJob, ledger: QuotaLedger): Verdict {
  const { min } = job.workers;
  const limits = ledger.limits(job, min).join('; ');
  return {
    jobId: job.jobId,
    blockedBy: 'quota',
    reason: `${needs(job)}; ${limits}`,
    unblock: ledger.isImpossible(job, min)
      ? [`a larger quota: with this one it never begins`, 'a smaller workers.min']
      : [`the end of another job under the same quota`, 'a larger quota'],
  };
}

export function behind(job: WaitingJob, blocker: Hold, free: number): Verdict {
  const why =
    blocker.startsInMs !== undefined
      ? 'which has these slots reserved'
      : blocker.isStarving
        ? 'which has waited too long for its slots'
        : 'which comes first';
  return {
    jobId: job.jobId,
    blockedBy: 'order',
    reason: `${needs(job)}, ${free} free; waits behind job ${blocker.job.jobId}, ${why}`,
    unblock: [
      `the start of job ${blocker.job.jobId}`,
      ...(job.durationMs === undefined
        ? ['limits.wallTime: a job that is known to end before that one starts may go first']
        : []),
    ],
  };
}

export function makingRoom(job: WaitingJob, hold: Hold, { shrink, preempt }: Concession): Verdict {
  const parts = [
    ...preempt.map(({ jobId }) => `job ${jobId} stops with a checkpoint`),
    ...shrink.map(({ job: { jobId }, workers }) => `job ${jobId} goes on with ${count(workers, 'worker')}`),
  ];
  return {
    jobId: job.jobId,
    blockedBy: 'room',
    reason: `${needs(job)}; ${parts.join(', ')} to make room`,
    unblock: ['nothing: its slots are on their way'],
    ...(hold.startsInMs !== undefined && { startsInMs: hold.startsInMs }),
  };
}

const mebibytes = (bytes: number): string => `${Math.max(0, Math.floor(bytes / 2 ** 20))} MiB`;

export function memoryShort(job: WaitingJob, agents: readonly AgentOffer[]): Verdict {
  const { min } = job.workers;
  const hosts = new Map(
    agents.flatMap((agent) =>
      agent.freeMemoryBytes === undefined
        ? []
        : [[agent.host ?? agent.agentId, agent.freeMemoryBytes] as const],
    ),
  );
  const free = [...hosts].map(([host, bytes]) => `${mebibytes(bytes)} on ${host}`).join(', ');
  return {
    jobId: job.jobId,
    blockedBy: 'memory',
    reason: `needs memory for ${count(min, 'rank')} of ${mebibytes(job.memoryBytes ?? 0)} each (workers.slots.memory); free for new ranks: ${free}`,
    unblock: ['free memory on these hosts', 'a smaller workers.slots.memory, if its ranks need less'],
  };
}

/** No slots, or too few that are free; with the job's hold where waiting for other jobs helps. */
export function noSlots(
  job: WaitingJob,
  slots: FreeSlots,
  agents: readonly AgentOffer[],
  hold?: Hold,
): Verdict {
  const excluded = agents.flatMap(({ agentId, excluded: why }) =>
    why === undefined ? [] : [`; agent ${agentId} is left out: ${why}`],
  );
  const codeless = withoutCode(job.bringsCode ? agents.filter(({ allowCode }) => !allowCode) : []);
  return {
    jobId: job.jobId,
    blockedBy: hold ? 'slots' : 'machines',
    reason: `${shortage(job, slots)}${[...excluded, ...codeless.map((line) => `; ${line}`), ...apartIn(slots)].join('')}`,
    unblock: hold ? slotHints(job, hold) : machineHints(job, slots, excluded.length > 0),
    ...(hold?.startsInMs !== undefined && { startsInMs: hold.startsInMs }),
  };
}

const apartIn = ({ pools }: FreeSlots): readonly string[] => [
  ...new Set(pools.flatMap(({ apart }) => (apart === undefined ? [] : [`; ${apart}`]))),
];

function slotHints(job: WaitingJob, { isComing, waitsFor }: Hold): readonly string[] {
  if (isComing) return ['nothing: its slots are on their way'];
  return [
    waitsFor.length === 0
      ? 'the end of running jobs, whose length nobody knows'
      : `the end of ${waitsFor.length === 1 ? 'job' : 'jobs'} ${waitsFor.join(', ')}`,
    `more ${workersFor(job)}`,
    ...(job.workers.min > 1 ? ['a smaller workers.min'] : []),
    'a more urgent priority, if less urgent jobs run',
  ];
}

function machineHints(job: WaitingJob, slots: FreeSlots, isExcluding: boolean): readonly string[] {
  const { all } = slots;
  const start = `ringmaster worker start${job.bringsCode ? ' --allow-code' : ''}`;
  const hints = all === 0 ? [start] : [`${workersFor(job)} with ${threadsOf(job)} a slot`];
  return [
    ...hints,
    ...(apartIn(slots).length > 0 ? ['workers that reach each other'] : []),
    ...(isExcluding ? ['the end of the time that workers are left out'] : []),
    ...(job.workers.min > 1 ? ['a smaller workers.min'] : []),
  ];
}

function shortage(job: WaitingJob, slots: FreeSlots): string {
  const { min } = job.workers;
  const { all } = slots;
  if (all === 0) return `${needs(job)}, but no worker is connected`;
  const groups = slots.pools
    .map((pool) => ({ pool, total: slots.total(pool, job), free: slots.free(pool, job) }))
    .filter(({ total }) => total > 0);
  const total = groups.reduce((sum, group) => sum + group.total, 0);
  if (total === 0) return `${needs(job)} with ${kindOf(job)}; none of the ${all} in the cluster has that`;
  const free = groups.reduce((sum, group) => sum + group.free, 0);
  if (groups.length > 1 && total >= min) {
    const parts = groups.map(
      (group) => `${group.free} free of ${group.total} with ${group.pool.device} engine ${group.pool.engine}`,
    );
    return `${needs(job)} of one engine; ${parts.join(', ')}`;
  }
  return `${needs(job)}, ${free} free of ${total} ${total === all ? 'in the cluster' : `that fit (${kindOf(job)})`}`;
}

/** Agents of other engines, or without leave to load the job's code, that could have made the gang larger. */
export function leftOut(slots: FreeSlots, job: WaitingJob, best: Pool): readonly string[] {
  const codeless = job.bringsCode ? best.members.filter(isForeign) : [];
  const others = slots.pools
    .filter((pool) => pool !== best && pool.device === best.device && slots.free(pool, job) > 0)
    .flatMap((pool) =>
      pool.members.map(
        ({ agentId }) =>
          `agent ${agentId} was left out: ${pool.apart ?? best.apart ?? `its engine ${pool.engine} ≠ ${best.engine} of the gang`}`,
      ),
    );
  return [...others, ...withoutCode(codeless)];
}

const isForeign = ({ allowCode, slots }: Pool['members'][number]): boolean =>
  !allowCode && slots.some(({ free }) => free);
