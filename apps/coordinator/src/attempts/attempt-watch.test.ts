import { JobDocument, LIMITS, type ResolvedJob } from '@ringmaster/contracts';
import {
  applyEvent,
  createAttemptWatch,
  createDeliveries,
  decide,
  event,
  type JobInput,
  type JobRecord,
  type Presence,
  stamped,
} from '@ringmaster/scheduling';
import { describe, expect, it } from 'vitest';
import { createLiveJobs } from '../jobs/live-jobs.js';
import { manualClock } from '../testing/manual-clock.js';

const AT = '2026-01-01T00:00:00.000Z';
const job = (limits: Record<string, unknown> = {}): ResolvedJob => {
  const document = JobDocument.parse({
    version: 1,
    kind: 'train',
    model: { name: 'lenet5' },
    data: { dataset: 'digits' },
    loss: 'sparseCategoricalCrossentropy',
    workers: { max: 2 },
    limits,
  });
  return { ...document, training: { ...document.training, shards: 2 } };
};
const feed = (record: JobRecord, ...inputs: readonly JobInput[]): JobRecord =>
  inputs.reduce(
    (before, input) =>
      decide(before, input).reduce((now, body) => applyEvent(now, stamped(now, body, AT)), before),
    record,
  );

function startedRecord(limits: Record<string, unknown> = {}): JobRecord {
  const submitted = event('submitted', {
    name: 'job',
    priority: 1,
    job: job(limits),
    requestSha256: 'a'.repeat(64),
  });
  return feed(applyEvent(undefined, stamped({ jobId: 'job-000001', nextSeq: 0 }, submitted, AT)), {
    kind: 'start',
    generation: { epoch: 1, n: 1, nonce: 'n' },
    ranks: [0, 1].map((rank) => ({ rank, agentId: `agent-${rank}`, slot: 0, device: 'cpu' })),
  });
}
const ready = (rank: number): JobInput => ({
  kind: 'report',
  agentId: `agent-${rank}`,
  attempt: 1,
  rank,
  report: { kind: 'ready', dataAddress: 'x:1', pid: 1, fingerprint: 'f', warm: false },
});
const stepped = (rank: number): JobInput => ({
  ...{ kind: 'report', agentId: `agent-${rank}`, attempt: 1, rank },
  report: { kind: 'running', step: 1 },
});
const nobodyLost = () => 'here' as const;

describe('deadlines of an attempt', () => {
  it('names the ranks that are not ready in time', () => {
    const clock = manualClock();
    const watch = createAttemptWatch(clock);
    const record = feed(startedRecord(), ready(0));
    watch.observe(record);
    clock.advance(LIMITS.gangReadyMs);
    expect(watch.due(record, nobodyLost)).toEqual([]);
    clock.advance(1);
    const [due] = watch.due(record, nobodyLost);
    expect(due).toMatchObject({ kind: 'stop', kill: true, cause: { code: 'deadline' } });
    expect(due?.kind === 'stop' && due.cause.message).toContain('rank 1 not ready');
    const stopping = feed(record, due as JobInput);
    watch.observe(stopping);
    expect(watch.due(stopping, nobodyLost)).toEqual([]);
    clock.advance(LIMITS.killConfirmMs + 1);
    const lost = watch.due(stopping, nobodyLost);
    expect(lost).toMatchObject([
      { kind: 'rank_lost', rank: 0 },
      { kind: 'rank_lost', rank: 1 },
    ]);
    const over = feed(stopping, ...lost);
    expect(over.attempts[0]).toMatchObject({ outcome: 'failed', cause: { code: 'deadline' } });
    expect(over.attempts[0]?.cause?.message).toContain('rank 1 not ready');
  });

  it('ends an attempt that is longer than its wall time, politely first', () => {
    const clock = manualClock();
    const watch = createAttemptWatch(clock);
    const record = feed(startedRecord({ wallTime: '90s' }), ready(0), ready(1));
    watch.observe(record);
    clock.advance(90_001);
    const [polite] = watch.due(record, nobodyLost);
    expect(polite).toMatchObject({ kind: 'stop', kill: false, cause: { code: 'limit_exceeded' } });
    const stopping = feed(record, polite as JobInput);
    watch.observe(stopping);
    expect(watch.due(stopping, nobodyLost)).toEqual([]);
    clock.advance(LIMITS.stopGraceMs + 1);
    const [force] = watch.due(stopping, nobodyLost);
    expect(force).toMatchObject({ kind: 'stop', kill: true });
    expect(feed(stopping, force as JobInput).attempts[0]?.stopping).toMatchObject({
      kill: true,
      cause: { code: 'limit_exceeded' },
    });
  });

  it('ends a pause by force that brings nothing, but not one whose checkpoint still comes', () => {
    const clock = manualClock();
    const watch = createAttemptWatch(clock);
    const running = feed(startedRecord({ maxAttempts: 1 }), ready(0), ready(1), stepped(0), stepped(1));
    const record = feed(running, { kind: 'preempt', attempt: 1, forJob: 'urgent', reason: 'makes room' });
    watch.observe(record);
    for (let minute = 0; minute < 10; minute++) {
      clock.advance(60_000);
      watch.artifactMoved(record.jobId);
      expect(watch.due(record, nobodyLost)).toEqual([]);
    }
    clock.advance(LIMITS.deliveryIdleMs);
    expect(watch.due(record, nobodyLost)).toEqual([]);
    clock.advance(1);
    const [force] = watch.due(record, nobodyLost);
    expect(force).toMatchObject({ kind: 'stop', kill: true, cause: { code: 'deadline' } });

    const silent = createAttemptWatch(clock);
    silent.observe(record);
    clock.advance(LIMITS.pauseMs);
    expect(silent.due(record, nobodyLost)).toEqual([]);
    clock.advance(1);
    expect(silent.due(record, nobodyLost)).toMatchObject([{ kind: 'stop', kill: true }]);
  });

  it('counts the wall time of an attempt that began under another coordinator', () => {
    const clock = manualClock(Date.parse(AT) + 60_000);
    const watch = createAttemptWatch(clock);
    const record = feed(startedRecord({ wallTime: '90s' }), ready(0), ready(1));
    watch.observe(record, true);
    expect(watch.due(record, nobodyLost)).toEqual([]);
    clock.advance(LIMITS.adoptionMs);
    for (const rank of [0, 1]) watch.agentSaid(record, `agent-${rank}`, new Set([rank]));
    clock.advance(30_001 - LIMITS.adoptionMs);
    expect(watch.due(record, nobodyLost)).toMatchObject([{ kind: 'stop', kill: false }]);
  });

  it('lets ranks step on while their agent is silent, but waits for none that has to say something', () => {
    const watch = createAttemptWatch(manualClock());
    const silent = (agentId: string) => (agentId === 'agent-1' ? ('silent' as const) : ('here' as const));
    const begun = feed(startedRecord(), ready(0), ready(1));
    watch.observe(begun);
    // Nobody may be connected to it yet, and miss it.
    expect(watch.due(begun, silent)).toMatchObject([{ kind: 'rank_lost', rank: 1 }]);
    const running = feed(begun, stepped(0), stepped(1));
    expect(watch.due(running, silent)).toEqual([]);
    const shrinking = feed(running, { kind: 'scale', workers: 1 });
    expect(watch.due(shrinking, silent)).toMatchObject([{ kind: 'rank_lost', rank: 1 }]);
    const seal = {
      n: 1,
      step: 3,
      stage: 3,
      weightsSha256: 'w',
      agreed: false,
      complaints: [],
      patienceMs: 9,
    };
    const sealing = (rank: number): JobInput => ({
      ...{ kind: 'report', agentId: `agent-${rank}`, attempt: 1, rank },
      report: { kind: 'sealed', sealed: { ...seal, agreed: true } },
    });
    // A generation that has done no step: those that still connect to it do not miss it. On its own it may well step.
    const untried = feed(running, sealing(0), sealing(1));
    expect(untried.attempts[0]?.generations).toHaveLength(2);
    expect(watch.due(untried, silent)).toMatchObject([{ kind: 'rank_lost', rank: 1 }]);
    expect(watch.due(untried, () => 'silent')).toEqual([]);
    const resumed = { kind: 'regrouped', n: 2, step: 4, standstillMs: 40 } as const;
    const tried = feed(untried, { kind: 'report', agentId: 'agent-0', attempt: 1, rank: 0, report: resumed });
    expect(watch.due(tried, silent)).toEqual([]);
    const starting = feed(startedRecord(), ready(0));
    watch.observe(starting);
    expect(watch.due(starting, silent)).toMatchObject([{ kind: 'rank_lost', rank: 1 }]);
    const torn = feed(running, {
      kind: 'report',
      agentId: 'agent-0',
      attempt: 1,
      rank: 0,
      report: { kind: 'sealed', sealed: seal },
    });
    watch.observe(torn);
    expect(watch.due(torn, silent)).toMatchObject([
      { kind: 'rank_lost', rank: 1, cause: { code: 'agent_lost' } },
    ]);
  });

  it('takes the ranks of lost agents, and asks again until somebody wrote it down', () => {
    const watch = createAttemptWatch(manualClock());
    const record = startedRecord();
    watch.observe(record);
    for (let time = 0; time < 2; time++)
      expect(watch.due(record, (agentId) => (agentId === 'agent-1' ? 'gone' : 'here'))).toMatchObject([
        { kind: 'rank_lost', attempt: 1, rank: 1, cause: { code: 'agent_lost' } },
      ]);
  });
});

describe('an attempt found in the log', () => {
  it('is confirmed once all live ranks are reported, and only once', () => {
    const watch = createAttemptWatch(manualClock());
    const record = feed(startedRecord(), ready(0), ready(1));
    watch.observe(record, true);
    watch.agentSaid(record, 'agent-0', new Set([0]));
    expect(watch.confirmed(record)).toBe(false);
    watch.agentSaid(record, 'agent-1', new Set([1]));
    expect(watch.confirmed(record)).toBe(true);
    expect(watch.confirmed(record)).toBe(false);
  });

  it('loses ranks that nobody reports within the time to adopt', () => {
    const clock = manualClock();
    const watch = createAttemptWatch(clock);
    const record = feed(startedRecord(), ready(0), ready(1));
    watch.observe(record, true);
    watch.agentSaid(record, 'agent-0', new Set([0]));
    const unknown = (agentId: string) => (agentId === 'agent-1' ? ('gone' as const) : ('here' as const));
    clock.advance(LIMITS.adoptionMs - 1);
    expect(watch.due(record, unknown)).toEqual([]);
    clock.advance(1);
    expect(watch.due(record, unknown)).toMatchObject([
      { kind: 'rank_lost', rank: 1, cause: { code: 'agent_lost' } },
    ]);
  });

  it('loses a rank that its agent does not know any more, after a moment to report its end', () => {
    const clock = manualClock();
    const watch = createAttemptWatch(clock);
    const record = feed(startedRecord(), ready(0), ready(1));
    watch.observe(record);
    watch.agentSaid(record, 'agent-1', new Set());
    expect(watch.due(record, nobodyLost)).toEqual([]);
    clock.advance(LIMITS.agentLostMs);
    const [due] = watch.due(record, nobodyLost);
    expect(due?.kind === 'rank_lost' && due.cause.message).toContain('does not run rank 1 any more');
  });
});

describe('a checkpoint that a rank left while no coordinator was there', () => {
  const MINUTE = 60_000;
  /** Rank 0 has failed; rank 1 has ended too, and its agent brings what it left. */
  function open(presence: () => Presence = nobodyLost) {
    const clock = manualClock();
    const deliveries = createDeliveries(clock, presence);
    const watch = createAttemptWatch(clock, deliveries);
    const record = feed(startedRecord(), ready(0), ready(1), stepped(0), stepped(1), {
      kind: 'rank_lost',
      attempt: 1,
      rank: 0,
      cause: { code: 'rank_crashed', message: 'killed' },
    });
    watch.observe(record);
    const one = { jobId: record.jobId, attempt: 1, rank: 1, step: 40, bytes: 3 * 1024 ** 3 };
    const agent = { agentId: 'agent-1', name: 'gpu-1' };
    const beat = (...said: (typeof one)[]) => deliveries.heard(agent, said);
    return { clock, deliveries, watch, record, one, beat };
  }

  it('is waited for as long as bytes come, however long it takes, and show says so', () => {
    let presence: Presence = 'here';
    const { clock, deliveries, watch, record, one, beat } = open(() => presence);
    beat(one);
    for (let minute = 0; minute < 30; minute += 1) {
      clock.advance(MINUTE);
      beat(one);
      deliveries.moved(record.jobId, 1024 ** 2);
      expect(watch.due(record, nobodyLost)).toEqual([]);
      // Heartbeats may not get through beside it.
      presence = 'gone';
      expect(watch.due(record, () => presence)).toEqual([]);
      presence = 'here';
    }
    clock.advance(5_000);
    expect(deliveries.reasonOf(record.jobId, 1)).toMatch(
      /checkpoint of step 40 \(3072\.0 MiB\) that rank 1 left on worker gpu-1 .*: 30\.0 MiB came, the last progress was 5 s ago/,
    );
    expect(deliveries.reasonOf(record.jobId, 2)).toBeUndefined();
    beat();
    expect(deliveries.reasonOf(record.jobId, 1)).toBeUndefined();
    expect(watch.due(record, nobodyLost)).toEqual([]);
    clock.advance(LIMITS.agentLostMs);
    expect(watch.due(record, nobodyLost)).toMatchObject([{ kind: 'rank_lost', rank: 1 }]);
  });

  it('is waited for by the next attempt, when its host comes back after its own has failed', () => {
    const { clock, deliveries, record, one, beat } = open();
    const lost = { code: 'agent_lost', message: 'gone' } as const;
    const over = feed(record, { kind: 'rank_lost', attempt: 1, rank: 1, cause: lost });
    expect(over.phase).toBe('waiting');
    const live = createLiveJobs(clock, () => undefined, {
      outlook: () => undefined,
      awaits: deliveries.reasonOf,
      timings: () => [],
    });
    clock.advance(10 * MINUTE);
    expect(live.isDue(over)).toBe(true);
    beat(one);
    expect(live.isDue(over)).toBe(false);
    expect(live.view(over).reason).toMatch(
      /waits for the checkpoint of step 40 .* rank 1 left on worker gpu-1/,
    );
    clock.advance(LIMITS.deliveryIdleMs);
    expect(live.isDue(over)).toBe(true);
  });

  it('is given up without a byte, sooner when its agent is gone as well', () => {
    for (const [presence, ms] of [
      ['here', LIMITS.deliveryIdleMs],
      ['gone', LIMITS.artifactIdleMs],
    ] as const) {
      const { clock, deliveries, watch, record, one, beat } = open(() => presence);
      beat(one);
      clock.advance(ms - 1);
      beat(one);
      expect(watch.due(record, () => presence)).toEqual([]);
      expect(deliveries.reasonOf(record.jobId, 1)).toContain(`after ${ms / 1_000} s without`);
      clock.advance(1);
      expect(watch.due(record, () => presence)).toMatchObject([{ kind: 'rank_lost', rank: 1 }]);
      expect(deliveries.reasonOf(record.jobId, 1)).toBeUndefined();
    }
  });

  it('holds nothing up that nobody goes on with', () => {
    const { clock, watch, record, one, beat } = open();
    const cancelled = feed(record, { kind: 'cancel', reason: 'not wanted' });
    watch.observe(cancelled);
    beat(one);
    clock.advance(MINUTE);
    expect(watch.due(cancelled, nobodyLost)).not.toEqual([]);
  });

  it('is progress of the others that wait behind it', () => {
    const { clock, deliveries, watch, record, one, beat } = open();
    const first = { ...one, jobId: 'job-other' };
    for (let minute = 0; minute < 5; minute += 1) {
      beat(first, one);
      deliveries.moved(first.jobId, 1);
      clock.advance(MINUTE);
    }
    expect(watch.due(record, nobodyLost)).toEqual([]);
  });
});
