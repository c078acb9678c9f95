import type { wire } from '@ringmaster/contracts';
import { silentLogger } from '@ringmaster/core';
import { afterEach, expect, it } from 'vitest';
import type { ScriptedRank } from '../testing/scripted-agent.js';
import {
  eventually,
  sampleDocument,
  type TestCoordinator,
  testCoordinator,
} from '../testing/test-coordinator.js';

let cluster: TestCoordinator;
afterEach(() => cluster.close());

type Said = Partial<wire.v1.RankEvent.$Properties>;

const own = sampleDocument({ workers: { min: 1, max: 1 } });
const log = (message: string): Said => ({
  log: {
    linesJson: [JSON.stringify({ at: '2026-01-01T00:00:00Z', source: 'rank 0', level: 'info', message })],
  },
});
const audit = (step: number): Said => ({
  audit: {
    linesJson: [
      JSON.stringify({
        ...{ type: 'step', attempt: 1, generation: '1.1.aa', step, epoch: 0, applied: true, loss: 1 },
        shards: [[5, '0'.repeat(16)]],
      }),
    ],
  },
});
const metric = (loss: number): Said => ({ metrics: { lineJson: JSON.stringify({ step: 1, loss }) } });
const progress = (step: number): Said => ({
  progress: {
    progressJson: JSON.stringify({
      ...{ step, totalSteps: 8, epoch: 0, epochs: 1, loss: 0.5, accuracy: null },
      ...{ learningRate: 0.1, samplesPerSecond: 10, stepMs: 5, checkpointStep: null },
    }),
  },
});
const failed: Said = { failed: { causeJson: '{"code":"internal","message":"not mine"}' } };

const linesOf = async (jobId: string, kind: string): Promise<readonly Record<string, unknown>[]> => {
  const text = await (await cluster.call('GET', `/v1/jobs/${jobId}/${kind}`)).text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};
const messages = async () => (await linesOf('job-theirs', 'logs')).map((line) => line['message']);

it('what an agent says of a rank counts only when the rank was given to it, also after the end', async () => {
  const warned: Record<string, unknown>[] = [];
  const logger = {
    ...silentLogger,
    warn: (text: string, facts: object = {}) => void warned.push({ text, ...facts }),
  };
  cluster = await testCoordinator({ logger });
  const begun: ScriptedRank[] = [];
  const onGo = (rank: ScriptedRank) => void begun.push(rank);
  const mine = await cluster.agent('agent-mine', { slots: 1, onGo });
  await cluster.submit('job-theirs', own);
  await eventually('the first job runs', () => begun.length === 1);
  const other = await cluster.agent('agent-other', { slots: 1, onGo });
  await cluster.submit('job-other', own);
  await eventually('the second job runs', () => begun.length === 2);
  const [rank, stranger] = begun as [ScriptedRank, ScriptedRank];
  expect([rank.assign.jobId, stranger.assign.jobId]).toEqual(['job-theirs', 'job-other']);
  const settled = () =>
    eventually('all is acknowledged', () => mine.unacknowledged + other.unacknowledged === 0);
  const asTheirs = (said: Said, place: Said = {}) =>
    stranger.say({ jobId: 'job-theirs', attempt: 1, rank: 0, ...place, ...said });

  for (const said of [log('forged'), audit(7), metric(666), progress(7), failed]) asTheirs(said);
  for (const place of [{ attempt: 2 }, { attempt: 0 }, { rank: 1 }]) {
    asTheirs(log('nobody'), place);
    rank.say({ ...place, ...log('no such rank') });
  }
  for (const said of [log('early'), audit(1), metric(0.5), progress(1)]) rank.say(said);
  await settled();
  expect((await cluster.job('job-theirs')).progress).toMatchObject({ step: 1 });
  rank.finish();
  expect((await cluster.until('job-theirs', (job) => job.state !== 'running')).state).toBe('succeeded');

  // What a coordinator that was away gets later, and what somebody makes up.
  asTheirs(log('forged late'));
  asTheirs(audit(8));
  rank.say(log('late'));
  rank.say(audit(2));
  await settled();
  expect(await messages()).toEqual(['early', 'late']);
  expect((await linesOf('job-theirs', 'audit')).map((line) => line['step'])).toEqual([1, 2]);
  expect((await linesOf('job-theirs', 'metrics')).map((line) => line['loss'])).toEqual([0.5]);
  // One line for all of them.
  expect(warned.filter(({ text }) => String(text).includes('was not given'))).toEqual([
    expect.objectContaining({ agentId: 'agent-other', jobId: 'job-theirs', attempt: 1, rank: 0, reports: 1 }),
  ]);
});
