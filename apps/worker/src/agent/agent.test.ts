import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type wire } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import { auditJournal, checkpointSpool } from '@ringmaster/store';
import { afterEach, describe, expect, it } from 'vitest';
import { createAgent } from './agent.js';
import { noticeFrom } from './notice.js';
import { type SlotPlan, trainerEnvironment } from './slot-env.js';
import { type ScriptedCoordinator, scriptedCoordinator } from './testing/scripted-coordinator.js';
import { createTrainerPool } from './trainer-pool.js';
import { spawnTrainer, type TrainerProcess } from './trainer-process.js';

const entry = fileURLToPath(new URL('./fixtures/test-trainer.mjs', import.meta.url));
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanup.splice(0).reverse()) await end();
});

interface StartOptions {
  slots?: number;
  datasetsDir?: string;
  drainGraceMs?: number;
  coordinatorGraceMs?: number;
  notice?: ReturnType<typeof noticeFrom>;
}

async function start(o: StartOptions = {}) {
  const coordinator = await scriptedCoordinator();
  const spawned: TrainerProcess[] = [];
  const slots: SlotPlan[] = Array.from({ length: o.slots ?? 1 }, (_, slot) => ({
    slot,
    device: 'cpu',
    cpuThreads: 1,
    memoryBytes: 2 ** 30,
  }));
  const pool = createTrainerPool({
    spawn: (kind) => {
      const trainer = spawnTrainer({
        entry,
        kind,
        env: trainerEnvironment(process.env, kind),
        config: {
          device: kind.device,
          cpuThreads: kind.cpuThreads,
          datasetsDir: o.datasetsDir ?? '/nowhere',
          dataRoots: {},
          dataCacheDir: '/nowhere',
          dataCacheBytes: 1,
          spoolDir: '/nowhere',
          tlsDir: '/nowhere',
          listenHost: '127.0.0.1',
          advertiseHost: '127.0.0.1',
        },
        clock: systemClock,
        logger: silentLogger,
      });
      spawned.push(trainer);
      return trainer;
    },
    capacity: slots.length,
    clock: systemClock,
    logger: silentLogger,
  });
  const address = { now: coordinator.address };
  const agent = createAgent({
    agentId: 'agent-1',
    name: 'one',
    dataSets: () => [],
    host: 'here',
    slots,
    address: async () => address.now,
    token: async () => 'secret',
    pool,
    drainGraceMs: o.drainGraceMs ?? 10_000,
    coordinatorGraceMs: o.coordinatorGraceMs ?? 600_000,
    spool: checkpointSpool({ dir: '/nowhere' }),
    journal: auditJournal({ dir: '/nowhere' }),
    ...(o.notice && { notice: o.notice }),
    clock: systemClock,
    logger: silentLogger,
  });
  const stop = new AbortController();
  const force = new AbortController();
  const ended = agent.run(stop.signal, force.signal);
  ended.catch(() => undefined);
  cleanup.push(async () => {
    stop.abort();
    force.abort();
    await ended.catch(() => undefined);
    coordinator.close();
  });
  return { coordinator, spawned, stop, ended, pool, address };
}

const until = async (claim: () => boolean) => {
  const end = Date.now() + 15_000;
  while (!claim()) {
    if (Date.now() > end) throw new Error('the claim did not become true within 15 s');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const generation = { epoch: 1, n: 1, nonce: 'x' };

interface Order {
  name: string;
  jobId?: string;
  rank?: number;
  slot?: number;
  cpuThreads?: number;
  memory?: string;
}

function assign(coordinator: ScriptedCoordinator, o: Order): void {
  const { name, jobId = name, rank = 0, slot = 0, cpuThreads = 1 } = o;
  const limits = o.memory === undefined ? { maxAttempts: 3 } : { memory: o.memory, maxAttempts: 3 };
  coordinator.order({
    assign: {
      jobId,
      attempt: 1,
      rank,
      world: 1,
      slot,
      generation,
      jobJson: JSON.stringify({ name, limits }),
      jobSecret: new Uint8Array(32),
      artifactsUrl: 'http://127.0.0.1:1',
      artifactsToken: 't',
      resumeFrom: '',
      cpuThreads,
      device: 'cpu',
    },
  });
}

const go = (coordinator: ScriptedCoordinator, jobId: string) =>
  coordinator.order({
    go: { jobId, attempt: 1, generation, peers: [{ rank: 0, dataAddress: '127.0.0.1:1000' }] },
  });

async function launch(coordinator: ScriptedCoordinator, order: Order): Promise<wire.v1.IRankEvent> {
  await until(() => coordinator.hellos.length > 0);
  const jobId = order.jobId ?? order.name;
  assign(coordinator, order);
  const ready = await coordinator.event('ready', (e) => e.jobId === jobId && Boolean(e.ready));
  go(coordinator, jobId);
  return ready;
}

const failureOf = async (coordinator: ScriptedCoordinator, jobId: string) => {
  const { failed } = await coordinator.event('failed', (e) => e.jobId === jobId && Boolean(e.failed));
  return { ...failed, cause: JSON.parse(failed?.causeJson ?? '{}') as { code: string; message: string } };
};
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('agent', () => {
  it('runs a rank in a warm trainer, forwards its reports and lines, and serves the next job with the same process', async () => {
    const { coordinator, spawned, pool } = await start();
    const first = await launch(coordinator, { name: 'finish', jobId: 'job-1' });
    expect(first.ready).toMatchObject({
      dataAddress: '127.0.0.1:1000',
      datasetHash: 'data',
      pid: spawned[0]?.pid,
      warm: true,
    });
    const finished = await coordinator.event('finished', (e) => e.jobId === 'job-1' && Boolean(e.finished));
    expect(JSON.parse(finished.finished?.resultJson ?? '')).toMatchObject({ steps: 3 });
    const lines = () => coordinator.events.flatMap((e) => e.log?.linesJson ?? []).join('\n');
    await until(() => lines().includes('step 3 done'));
    expect(lines()).toContain('peers: 127.0.0.1:1000; threads 1');
    expect(coordinator.events.filter((e) => e.progress)).toHaveLength(3);

    await until(() => pool.idle === 1);
    const second = await launch(coordinator, { name: 'finish', jobId: 'job-2' });
    expect(second.ready?.pid).toBe(first.ready?.pid);
    await coordinator.event('finished', (e) => e.jobId === 'job-2' && Boolean(e.finished));
  });

  it('starts another trainer for another number of threads', async () => {
    const { coordinator, spawned } = await start();
    const ready = await launch(coordinator, { name: 'finish', cpuThreads: 2 });
    expect(ready.ready).toMatchObject({ warm: false, pid: spawned[1]?.pid });
    await coordinator.event('threads', (e) =>
      (e.log?.linesJson ?? []).some((line) => line.includes('threads 2')),
    );
  });

  it('tells signal, last step and last lines of a trainer that was killed, and warms another one', async () => {
    const { coordinator, spawned, pool } = await start();
    const { ready } = await launch(coordinator, { name: 'run' });
    await coordinator.event('step 3', (e) => JSON.parse(e.progress?.progressJson ?? '{"step":0}').step >= 3);
    process.kill(ready?.pid ?? 0, 'SIGKILL');
    const failed = await failureOf(coordinator, 'run');
    expect(failed.signal).toBe('SIGKILL');
    expect(failed.secondary ?? false).toBe(false);
    expect(failed.cause.code).toBe('rank_crashed');
    expect(failed.cause.message).toMatch(/^rank 0 was ended by SIGKILL at step \d+/);
    expect(failed.lastStep).toBeGreaterThanOrEqual(3);
    expect(failed.lastLogLines?.at(-1)).toMatch(/^step \d+ done$/);
    await until(() => pool.idle === 1 && spawned.length === 2);
  });

  it.each([
    ['exit', 'rank_crashed', /exited with code 3 at step 2; its last line: something is wrong in step 3/],
    ['garbage', 'internal', /malformed message/],
  ])('explains a trainer that ends by itself: %s', async (name, code, message) => {
    const { coordinator } = await start();
    await launch(coordinator, { name });
    const { cause } = await failureOf(coordinator, name);
    expect(cause.code).toBe(code);
    expect(cause.message).toMatch(message);
  });

  it('kills a rank above limits.memory and says how much it used', async () => {
    const { coordinator } = await start();
    await launch(coordinator, { name: 'grow', memory: '200MiB' });
    const failed = await failureOf(coordinator, 'grow');
    expect(failed.cause.code).toBe('limit_exceeded');
    expect(failed.cause.message).toMatch(/used \d+ bytes of memory; limits.memory allows 209715200/);
    expect(failed.signal).toBe('SIGKILL');
  });

  it('stops a rank at a step boundary, and kills one that does not listen', async () => {
    const { coordinator } = await start({ slots: 2 });
    await launch(coordinator, { name: 'run' });
    coordinator.order({ stop: { jobId: 'run', attempt: 1, kill: false, reason: 'cancelled by a user' } });
    const { finished } = await coordinator.event('finished', (e) => Boolean(e.finished));
    expect(finished?.stopped).toBe(true);

    const { ready } = await launch(coordinator, { name: 'stubborn', slot: 1 });
    coordinator.order({ stop: { jobId: 'stubborn', attempt: 1, kill: true, reason: 'a peer failed' } });
    const failed = await failureOf(coordinator, 'stubborn');
    expect(failed).toMatchObject({ signal: 'SIGKILL', secondary: true });
    expect(failed.cause.message).toContain('a peer failed');
    expect(isAlive(ready?.pid ?? 0)).toBe(false);
  });

  it('refuses a rank for a busy or unknown slot without disturbing the one that runs', async () => {
    const { coordinator } = await start();
    await launch(coordinator, { name: 'run' });
    assign(coordinator, { name: 'late', jobId: 'late' });
    assign(coordinator, { name: 'lost', jobId: 'lost', slot: 7 });
    expect((await failureOf(coordinator, 'late')).cause).toMatchObject({ code: 'unavailable' });
    expect((await failureOf(coordinator, 'lost')).cause.message).toContain('no slot 7');
    const before = coordinator.events.filter((e) => e.jobId === 'run' && e.progress).length;
    await until(() => coordinator.events.filter((e) => e.jobId === 'run' && e.progress).length > before + 2);
  });

  it('keeps its ranks while the coordinator is away and tells the next one what runs', async () => {
    const { coordinator, address, spawned } = await start();
    await launch(coordinator, { name: 'run' });
    coordinator.close();
    const next = await scriptedCoordinator(2);
    cleanup.push(() => next.close());
    address.now = next.address;
    await until(() => next.hellos.length > 0);
    expect(next.hellos[0]).toMatchObject({ agentId: 'agent-1', highestEpochSeen: 1 });
    expect(next.hellos[0]?.running?.[0]).toMatchObject({
      jobId: 'run',
      attempt: 1,
      slot: 0,
      pid: spawned[0]?.pid,
    });
    await next.event('progress', (e) => Boolean(e.progress));
  });

  it('asks for its ranks to leave when it is stopped, takes no others, and goes when they have left', async () => {
    const { coordinator, stop, ended, spawned } = await start({ slots: 2 });
    await launch(coordinator, { name: 'run' });
    stop.abort();
    const { draining } = await coordinator.event('draining', (e) => e.jobId === 'run' && Boolean(e.draining));
    expect(draining?.reason).toBe('worker one was stopped');
    assign(coordinator, { name: 'late', jobId: 'late', slot: 1 });
    await coordinator.event('the late one', (e) => e.jobId === 'late' && Boolean(e.draining));
    for (const jobId of ['run', 'late'])
      coordinator.order({ stop: { jobId, attempt: 1, kill: false, pause: true, reason: 'it yields' } });
    await coordinator.event('finished', (e) => e.jobId === 'run' && Boolean(e.finished));
    await ended;
    expect(coordinator.goodbyes).toBe(1);
    expect(spawned.map((trainer) => isAlive(trainer.pid))).not.toContain(true);
  });

  it('drains when the coordinator says so', async () => {
    const { coordinator, ended } = await start();
    await until(() => coordinator.hellos.length > 0);
    coordinator.order({ drain: { reason: 'maintenance', graceMs: 5_000 } });
    await ended;
    expect(coordinator.goodbyes).toBe(1);
  });

  it('drains when there is a notice that its machine is taken away', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rm-notice-'));
    cleanup.push(() => rm(directory, { recursive: true, force: true }));
    const noticeFile = join(directory, 'notice');
    const notice = noticeFrom(
      { noticeFile, noticeCommand: undefined, noticeGrace: 10_000 },
      // It looks more often.
      { clock: { ...systemClock, after: (_ms, run) => systemClock.after(10, run) }, logger: silentLogger },
    );
    const { coordinator, ended } = await start({ notice });
    await launch(coordinator, { name: 'run' });
    await writeFile(noticeFile, '');
    const { draining } = await coordinator.event('draining', (e) => e.jobId === 'run' && Boolean(e.draining));
    expect(draining?.reason).toBe('notice that this machine is taken away');
    coordinator.order({ stop: { jobId: 'run', attempt: 1, kill: false, pause: true, reason: 'it yields' } });
    await coordinator.event('finished', (e) => e.jobId === 'run' && Boolean(e.finished));
    await ended;
    expect(coordinator.goodbyes).toBe(1);
  });

  it('ends ranks that nobody lets go, says why, and leaves no process behind', async () => {
    const { coordinator, stop, ended, spawned } = await start({ slots: 2, drainGraceMs: 100 });
    await launch(coordinator, { name: 'run' });
    stop.abort();
    await ended;
    const failed = await failureOf(coordinator, 'run');
    expect(failed.cause.code).toBe('agent_lost');
    expect(failed.cause.message).toContain('the worker was stopped');
    expect(coordinator.goodbyes).toBe(1);
    expect(spawned.map((trainer) => isAlive(trainer.pid))).not.toContain(true);
  });

  it('does not join when no trainer can load its engine, and says why', async () => {
    const { ended, coordinator, spawned } = await start({ datasetsDir: '/broken-engine' });
    await expect(ended).rejects.toMatchObject({
      code: 'rank_crashed',
      message: expect.stringContaining('libtensorflow.so: not found') as string,
    });
    expect(coordinator.hellos).toHaveLength(0);
    expect(spawned).toHaveLength(2);
  });
});
