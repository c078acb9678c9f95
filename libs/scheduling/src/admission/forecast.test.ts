import { describe, expect, it } from 'vitest';
import { sampleJob } from '../testing/job-samples.js';
import { forecast } from './forecast.js';
import type { RunningJob, WaitingJob } from './request.js';

const rules = { agingMs: 60_000, starvingMs: 60_000, leavingMs: 5_000 };
const agents = [
  {
    agentId: 'a',
    engine: 'x',
    slots: [0, 1].map((slot) => ({ slot, device: 'cpu', cpuThreads: 1, free: false })),
  },
];
const job = (jobId: string, min: number, durationMs?: number): WaitingJob => ({
  jobId,
  owner: 'local',
  priority: 100,
  workers: sampleJob({ min, max: min }).workers,
  shards: 8,
  waitedMs: 0,
  ...(durationMs !== undefined && { durationMs }),
});
const holder = (endsInMs?: number): RunningJob => ({
  ...job('running', 2),
  min: 2,
  wanted: 2,
  slots: [0, 1].map((slot) => ({ agentId: 'a', slot })),
  leaving: [],
  canStop: true,
  canShrink: false,
  restartMs: 1_000,
  ...(endsInMs !== undefined && { endsInMs }),
});
const starts = (running: readonly RunningJob[], ...waiting: readonly WaitingJob[]) =>
  forecast({ waiting, running, agents, rules }).map(({ startsInMs }) => startsInMs);

describe('a forecast', () => {
  it('tells no start of a job that brings code where some workers load none', () => {
    const coded = { ...job('coded', 1), bringsCode: true };
    const mixed = [...agents, { ...agents[0], agentId: 'b', engine: 'x', allowCode: true, slots: [] }];
    const open = agents.map((agent) => ({ ...agent, allowCode: true }));
    const outlooks = (offers: typeof agents) =>
      forecast({ waiting: [coded, job('plain', 1)], running: [holder(10_000)], agents: offers, rules });
    expect(outlooks(open).map(({ startsInMs }) => startsInMs)).toEqual([10_000, 10_000]);
    expect(outlooks(mixed).map(({ startsInMs }) => startsInMs)).toEqual([undefined, 10_000]);
  });

  it('lets everybody start in turn, as soon as there are slots', () => {
    const line = [job('a', 1, 1_000), job('b', 1, 3_000), job('c', 2, 500), job('d', 1, 100)];
    expect(starts([holder(10_000)], ...line)).toEqual([10_000, 10_000, 13_000, 13_500]);
    expect(forecast({ waiting: line, running: [], agents, rules }).map(({ position }) => position)).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it('says nothing where the end of a job before it is unknown, or where it never fits', () => {
    expect(starts([holder()], job('a', 1, 1_000))).toEqual([undefined]);
    expect(starts([holder(10)], job('a', 2), job('b', 1, 5), job('c', 9))).toEqual([
      10,
      undefined,
      undefined,
    ]);
  });

  it('counts on slots that are being given up', () => {
    const { slots } = holder();
    expect(starts([{ ...holder(), slots: [], leaving: slots }], job('a', 2))).toEqual([5_000]);
  });
});
