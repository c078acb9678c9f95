import { Readable } from 'node:stream';
import { InfoView, type WorkerView } from '@ringmaster/contracts';
import { silentLogger } from '@ringmaster/core';
import type { MemoryLogStore } from '@ringmaster/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { freezableProxy } from './testing/freezable-proxy.js';
import type { ScriptedRank } from './testing/scripted-agent.js';
import {
  eventually,
  sampleDocument,
  type TestCoordinator,
  testCoordinator,
} from './testing/test-coordinator.js';

let cluster: TestCoordinator;
afterEach(() => cluster.close());

const isOver = (job: { state: string }) => ['succeeded', 'failed', 'cancelled'].includes(job.state);

const workerState = async (name: string) => {
  const answer = (await (await cluster.call('GET', '/v1/workers')).json()) as { workers: WorkerView[] };
  return answer.workers.find((worker) => worker.name === name)?.state;
};

describe('a job over two agents', () => {
  it('is placed, told to begin with all peers, and succeeds', async () => {
    cluster = await testCoordinator();
    const a = await cluster.agent('agent-a', { slots: 1, onGo: (rank) => rank.finish() });
    const b = await cluster.agent('agent-b', { slots: 1, onGo: (rank) => rank.finish() });
    expect((await cluster.submit('job-good-1')).state).toMatch(/queued|starting|running/);
    const job = await cluster.until('job-good-1', isOver);
    expect(job).toMatchObject({ state: 'succeeded', generations: 1, result: { steps: 8 } });
    expect(job.attempts[0]).toMatchObject({ world: 2, outcome: 'succeeded' });
    expect(job.attempts[0]?.generation).toMatch(/^1\.1\.[0-9a-f]{16}$/);
    const [rank] = [...a.ranks, ...b.ranks];
    expect(rank?.peers).toEqual([
      expect.objectContaining({ rank: 0, dataAddress: '127.0.0.1:7100' }),
      expect.objectContaining({ rank: 1, dataAddress: '127.0.0.1:7101' }),
    ]);
    expect(rank?.assign.jobSecret).toHaveLength(32);
    expect(a.ranks[0]?.assign.jobSecret).toEqual(b.ranks[0]?.assign.jobSecret);
    await eventually('all events are acknowledged', () => a.unacknowledged + b.unacknowledged === 0);
  });

  it('waits with a reason until enough slots are there', async () => {
    cluster = await testCoordinator();
    await cluster.agent('agent-a', { slots: 1, onGo: (rank) => rank.finish() });
    await cluster.submit('job-waits');
    const waiting = await cluster.until('job-waits', (job) => job.reason !== undefined);
    expect(waiting).toMatchObject({ state: 'queued', reason: 'needs 2 slots, 1 free of 1 in the cluster' });
    await cluster.agent('agent-b', { slots: 1, onGo: (rank) => rank.finish() });
    expect((await cluster.until('job-waits', isOver)).state).toBe('succeeded');
  });

  it('is not started on unequal engines, and both values are shown', async () => {
    cluster = await testCoordinator();
    await cluster.agent('agent-a', { slots: 1, engine: 'avx2' });
    await cluster.agent('agent-b', { slots: 1, engine: 'avx512' });
    await cluster.submit('job-unequal');
    const { reason } = await cluster.until('job-unequal', (job) => (job.reason ?? '').includes('engine'));
    expect(reason).toContain('engine avx2');
    expect(reason).toContain('engine avx512');
  });
});

describe('failures', () => {
  it('retries from the newest checkpoint when no rank is left, and names the first cause', async () => {
    cluster = await testCoordinator();
    let begun = 0;
    let prepared = false;
    const script = {
      slots: 1,
      onGo: async (rank: ScriptedRank) => {
        begun += 1;
        if (rank.assign.attempt > 1) return rank.finish();
        await eventually('both ranks have begun', () => begun === 2 && prepared);
        if (rank.assign.rank === 1) rank.fail('rank_crashed', 'killed by SIGKILL');
        else rank.fail('peer_lost', 'rank 1 is gone', true);
      },
    };
    const a = await cluster.agent('agent-a', script);
    await cluster.agent('agent-b', script);
    await cluster.submit('job-retry');
    for (const step of [2, 4, 6]) await cluster.checkpoint('job-retry', step);
    const damaged = 'checkpoints/step-00000006/weights.safetensors';
    await cluster.artifacts.put('job-retry', damaged, Readable.from([Buffer.from('Weights of step 6')]));
    prepared = true;
    const job = await cluster.until('job-retry', isOver);
    expect(job).toMatchObject({ state: 'succeeded', generations: 2 });
    expect(job.attempts[0]).toMatchObject({
      outcome: 'failed',
      cause: {
        code: 'rank_crashed',
        message: 'killed by SIGKILL',
        details: { rank: 1, lastStep: 3, lastLogLines: ['bye'] },
      },
    });
    expect(job.attempts[1]).toMatchObject({
      outcome: 'succeeded',
      resumedFromStep: 4,
      passedOver: [expect.stringMatching(`step 6 is damaged: ${damaged}: SHA-256 .* instead of`)],
    });
    expect(a.ranks.at(-1)?.assign.resumeFrom).toBe('job-retry/4');
  });

  it('is paused by the control word, gives its slots back, and goes on from its checkpoint', async () => {
    cluster = await testCoordinator();
    const stops: unknown[] = [];
    const agent = await cluster.agent('agent-a', {
      onGo: (rank) => rank.assign.attempt > 1 && rank.finish(),
      onStop: (rank, _kill, stop) => {
        stops.push(stop.pause);
        rank.finish('a', { stopped: true });
      },
    });
    await cluster.submit('job-pause');
    await cluster.until('job-pause', (job) => job.state === 'running');
    await cluster.checkpoint('job-pause', 8);
    for (const { say, assign } of agent.ranks)
      if (assign.rank === 0) say({ checkpoint: { step: 8, manifestSha256: '' } });
    const call = (what: string) => cluster.call('POST', `/v1/jobs/job-pause/${what}`);
    expect(await (await call('pause')).json()).toMatchObject({ state: 'pausing' });
    const paused = await cluster.until('job-pause', (job) => job.state === 'paused');
    expect(paused.reason).toBe('paused by its user; its newest checkpoint is of step 8');
    expect(paused.attempts[0]).toMatchObject({ outcome: 'paused' });
    expect([stops, agent.running.size]).toEqual([[true, true], 0]);
    expect(await (await call('pause')).json()).toMatchObject({ state: 'paused' });
    await cluster.submit('job-other');
    await cluster.until('job-other', (job) => job.state === 'running');
    await cluster.call('POST', '/v1/jobs/job-other/cancel');
    await cluster.restart();
    await cluster.until('job-other', isOver);
    expect((await cluster.job('job-pause')).state).toBe('paused');
    expect((await call('resume')).status).toBe(200);
    const job = await cluster.until('job-pause', isOver);
    expect(job).toMatchObject({ state: 'succeeded', generations: 2 });
    expect(job.attempts[1]?.resumedFromStep).toBe(8);
    for (const what of ['pause', 'resume', 'retry']) {
      const body = what === 'retry' ? { body: { jobId: 'job-again' } } : {};
      expect((await cluster.call('POST', `/v1/jobs/job-pause/${what}`, body)).status).toBe(409);
    }
  });

  it('is retried by a new job that goes on where it ended', async () => {
    cluster = await testCoordinator();
    const agent = await cluster.agent('agent-a', { onGo: (rank) => rank.fail('data_corrupt', 'byte 4711') });
    await cluster.submit('job-broken');
    await cluster.until('job-broken', isOver);
    await cluster.checkpoint('job-broken', 40);
    const retry = (jobId: string) => cluster.call('POST', '/v1/jobs/job-broken/retry', { body: { jobId } });
    const [first, second] = [await retry('job-retry1'), await retry('job-retry1')];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(await first.json()).toMatchObject({ retryOf: 'job-broken', resumedFrom: 'job-broken/40' });
    const job = await cluster.until('job-retry1', isOver);
    expect(job.attempts[0]?.resumedFromStep).toBe(40);
    expect(agent.ranks.at(-1)?.assign.resumeFrom).toBe('job-broken/40');
    expect((await cluster.job('job-broken')).state).toBe('failed');
    // A retry that never got further hands on where it began.
    expect(
      (await cluster.call('POST', '/v1/jobs/job-retry1/retry', { body: { jobId: 'job-retry2' } })).status,
    ).toBe(201);
    expect(await cluster.job('job-retry2')).toMatchObject({ resumedFrom: 'job-broken/40' });
    // Nobody is there to end this one before it is scaled.
    await agent.leave();
    await cluster.submit('job-waits');
    const scale = await cluster.call('POST', '/v1/jobs/job-waits/scale', { body: { workers: 3 } });
    expect([scale.status, await scale.text()]).toEqual([400, expect.stringContaining('workers.max 2')]);
  });

  it("ends at once with the user's error", async () => {
    cluster = await testCoordinator();
    await cluster.agent('agent-a', { onGo: (rank) => rank.fail('data_corrupt', 'digits.idx: byte 4711') });
    await cluster.submit('job-corrupt');
    const job = await cluster.until('job-corrupt', isOver);
    expect(job).toMatchObject({ state: 'failed', generations: 1, cause: { code: 'data_corrupt' } });
    expect(job.reason).toContain('byte 4711');
  });

  it('notices a silent agent, goes on with a rank elsewhere, and ends what comes back', async () => {
    cluster = await testCoordinator();
    const proxy = await freezableProxy(() => cluster.coordinator.controlAddress);
    const ends: boolean[] = [];
    const a = await cluster.agent('agent-a', {
      slots: 1,
      address: () => proxy.address,
      onStop: (rank, kill) => {
        ends.push(kill);
        rank.fail('peer_lost', 'told to end', true);
      },
    });
    const b = await cluster.agent('agent-b', {
      slots: 1,
      onGo: (rank) => rank.peers.length === 2 && rank.peers[1]?.rank === 2 && rank.finish(),
    });
    await cluster.submit('job-lost');
    await cluster.until(
      'job-lost',
      (job) => job.attempts[0]?.ranks.every((r) => r.state === 'running') ?? false,
    );
    proxy.freeze();
    const [survivor] = b.ranks;
    const generation = survivor?.assign.generation ?? null;
    survivor?.say({ sealed: { generation, step: 7, stage: 3, weightsSha256: 'a', patienceMs: 60_000 } });
    await cluster.until('job-lost', (view) => view.attempts[0]?.ranks[0]?.state === 'failed');
    await cluster.agent('agent-c', { slots: 1, onGo: (rank) => rank.finish() });
    const job = await cluster.until('job-lost', isOver);
    expect(job).toMatchObject({ state: 'succeeded', generations: 2 });
    expect(job.attempts[0]?.generations?.[1]).toMatchObject({ members: [1, 2], step: 7 });
    expect(job.attempts[0]?.generations?.[1]?.reason).toMatch(/agent-a.*; rank 2 joined/);
    expect(b.ranks).toEqual([survivor]);
    expect(await workerState('agent-a')).toBe('lost');
    expect(ends).toEqual([]);
    proxy.thaw();
    await eventually('the stray rank was told to end', () => a.running.size === 0);
    expect(ends).toEqual([true]);
    expect(await workerState('agent-a')).toBe('ready');
    await proxy.close();
  });

  it('does not wait for an agent that said goodbye', async () => {
    cluster = await testCoordinator();
    const a = await cluster.agent('agent-a');
    await cluster.submit('job-bye', sampleDocument({ limits: { maxAttempts: 1 } }));
    await cluster.until('job-bye', (job) => job.state === 'running');
    await a.leave();
    expect(await cluster.until('job-bye', isOver)).toMatchObject({
      state: 'failed',
      cause: { code: 'agent_lost' },
    });
  });

  it('cancels politely, and once', async () => {
    cluster = await testCoordinator();
    const agent = await cluster.agent('agent-a');
    await cluster.submit('job-cancel');
    await cluster.until('job-cancel', (job) => job.state === 'running');
    const answers = await Promise.all(
      [1, 2, 3].map(() => cluster.call('POST', '/v1/jobs/job-cancel/cancel')),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect((await cluster.until('job-cancel', isOver)).state).toBe('cancelled');
    expect(agent.running.size).toBe(0);
    expect((await cluster.call('POST', '/v1/jobs/job-cancel/cancel')).status).toBe(200);
  });

  it('kills ranks that do not stop when asked', async () => {
    cluster = await testCoordinator();
    const asked: boolean[] = [];
    await cluster.agent('agent-a', {
      onStop: (rank, kill) => {
        asked.push(kill);
        if (kill) rank.fail('cancelled', 'killed', true);
      },
    });
    await cluster.submit('job-stubborn');
    await cluster.until('job-stubborn', (job) => job.state === 'running');
    await cluster.call('POST', '/v1/jobs/job-stubborn/cancel');
    expect((await cluster.until('job-stubborn', isOver)).state).toBe('cancelled');
    expect(asked).toEqual([false, false, true, true]);
  });
});

describe('a coordinator that comes back', () => {
  it('adopts what runs, and the job ends once', async () => {
    cluster = await testCoordinator();
    const agent = await cluster.agent('agent-a');
    await cluster.submit('job-adopt');
    await cluster.until('job-adopt', (job) => job.state === 'running');
    await cluster.restart();
    await eventually('the agent is back', () => agent.connected);
    expect((await cluster.job('job-adopt')).state).toBe('running');
    for (const rank of [...agent.running]) rank.finish();
    const job = await cluster.until('job-adopt', isOver);
    expect(job).toMatchObject({ state: 'succeeded', generations: 1 });
  });

  it('takes the end that an agent reports later', async () => {
    cluster = await testCoordinator();
    const agent = await cluster.agent('agent-a');
    await cluster.submit('job-later');
    await cluster.until('job-later', (job) => job.state === 'running');
    const restarted = cluster.restart();
    for (const rank of [...agent.running]) rank.finish();
    await restarted;
    expect((await cluster.until('job-later', isOver)).state).toBe('succeeded');
    expect((await cluster.job('job-later')).generations).toBe(1);
  });

  it('puts waiting jobs back into a queue that lost them', async () => {
    cluster = await testCoordinator();
    await cluster.submit('job-requeued', sampleDocument({ workers: { min: 1, max: 1 } }));
    await cluster.restart();
    await cluster.agent('agent-a', { onGo: (rank) => rank.finish() });
    expect((await cluster.until('job-requeued', isOver)).state).toBe('succeeded');
  });
});

describe('a job whose log cannot be read', () => {
  it('is set aside, loudly, and all others are served', async () => {
    const memory: MemoryLogStore = new Map();
    const said: unknown[] = [];
    const logger = { ...silentLogger, error: (...line: unknown[]) => void said.push(line) };
    cluster = await testCoordinator({ memory, logger });
    await cluster.submit('job-bad');
    await cluster.submit('job-good');
    const submitted = memory.get('job-bad')?.[0];
    if (submitted) submitted.data['priority'] = null;
    const before = structuredClone(memory.get('job-bad'));
    await cluster.restart();

    expect(said).toContainEqual([
      'a job was set aside',
      {
        jobId: 'job-bad',
        problem: expect.stringMatching(/event 0 \(submitted\)[^]*priority[^]*log of job-bad/),
      },
    ]);
    const info = InfoView.parse(await (await cluster.call('GET', '/v1/info')).json());
    expect(info.setAside).toEqual([{ jobId: 'job-bad', problem: expect.stringContaining('priority') }]);
    for (const [method, path, body] of [
      ['POST', '/v1/jobs', { jobId: 'job-bad', document: sampleDocument() }],
      ['GET', '/v1/jobs/job-bad', undefined],
    ] as const) {
      const answer = await cluster.call(method, path, { body });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('job job-bad is set aside');
    }
    await cluster.agent('agent-a', { onGo: (rank) => rank.finish() });
    expect((await cluster.until('job-good', isOver)).state).toBe('succeeded');
    expect(memory.get('job-bad')).toEqual(before);
  });
});
