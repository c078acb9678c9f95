import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  eventually,
  sampleDocument,
  type TestCoordinator,
  testCoordinator,
} from '../testing/test-coordinator.js';

let cluster: TestCoordinator;
beforeEach(async () => {
  cluster = await testCoordinator();
});
afterEach(() => cluster.close());

const small = { workers: { min: 1, max: 1 } };

interface SseItem {
  readonly event: string;
  readonly id: string;
  readonly data: {
    state?: string;
    message?: string;
    step?: number;
    progress?: { step: number };
    timings?: unknown;
  };
}

/** All events to the end; `onText` sees what has come so far. */
async function follow(
  jobId: string,
  lastEventId?: string,
  onText: (text: string) => void = () => undefined,
): Promise<SseItem[]> {
  const answer = await cluster.call('GET', `/v1/jobs/${jobId}/events`, {
    headers: { ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
  });
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of answer.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    onText(text);
  }
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('event:'))
    .map((block) => {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2);
      return {
        event: field('event') ?? '',
        id: field('id') ?? '',
        data: JSON.parse(field('data') ?? 'null'),
      };
    });
}

const logLine = (message: string) =>
  JSON.stringify({ at: '2026-01-01T00:00:00Z', source: 'rank 0', level: 'info', message });
const progress = (step: number) =>
  JSON.stringify({
    step,
    totalSteps: 8,
    epoch: 0,
    epochs: 1,
    loss: 0.5,
    accuracy: null,
    learningRate: 0.1,
    samplesPerSecond: 10,
    stepMs: 5,
    checkpointStep: null,
  });

const timings = (steps: number, compute: number) =>
  JSON.stringify({ steps, shards: 1, phases: { data: 0, compute, exchange: 8 } });

describe('following a job', () => {
  /** Its rank has said everything, and ends when it is told. */
  const beginJob = async () => {
    const agent = await cluster.agent('agent-a', {
      onGo: (rank) => {
        rank.say({ log: { linesJson: [logLine('one'), logLine('two')] } });
        rank.say({ metrics: { lineJson: '{"step":1,"loss":0.5}' } });
        rank.say({ progress: { progressJson: progress(1), timingsJson: timings(1, 500) } });
        rank.say({ progress: { progressJson: progress(2), timingsJson: timings(4, 20) } });
      },
    });
    await cluster.submit('job-000001', sampleDocument(small));
    return () => agent.ranks[0]?.finish();
  };
  const runJob = async () => {
    const finish = await beginJob();
    await cluster.until('job-000001', ({ progress }) => progress?.step === 2);
    finish();
    await cluster.until('job-000001', ({ state }) => state === 'succeeded');
  };

  it('brings states, logs, metrics and progress, the terminal state last, and ends', async () => {
    let finish: (() => void) | undefined = await beginJob();
    const items = await follow('job-000001', undefined, (text) => {
      if (!/^event: progress\nid: .*\ndata: .*"step":2,/m.test(text)) return;
      finish?.();
      finish = undefined;
    });
    const states = items.filter((item) => item.event === 'state').map((item) => item.data.state);
    expect(states.at(-1)).toBe('succeeded');
    expect(new Set(states)).toEqual(new Set(['queued', 'starting', 'running', 'succeeded']));
    expect(items.at(-1)?.event).toBe('state');
    expect(items.filter((item) => item.event === 'log').map((item) => item.data.message)).toEqual([
      'one',
      'two',
    ]);
    expect(items.filter((item) => item.event === 'metric').map((item) => item.data.step)).toEqual([1]);
    expect(items.some((item) => item.event === 'progress' && item.data.progress?.step === 2)).toBe(true);
    // The first report of a rank is of a step that compiles and connects: it is not counted.
    const phases = { data: 0, compute: 5, exchange: 2 };
    expect(items.at(-1)?.data.timings).toEqual([{ rank: 0, steps: 4, shards: 1, phases, shardMs: 5 }]);
  });

  it('replays from any event on, also after the end and after a restart', async () => {
    await runJob();
    await cluster.restart();
    const whole = await follow('job-000001');
    const keys = (items: readonly SseItem[]) =>
      items.map(({ event, data }) => `${event} ${JSON.stringify(data)}`);
    for (const [index, item] of whole.entries()) {
      const rest = await follow('job-000001', item.id);
      expect(keys(rest).sort()).toEqual(keys(whole.slice(index + 1)).sort());
    }
    expect(await follow('job-000001', whole.at(-1)?.id)).toEqual([]);
    expect((await follow('job-000001', 'garbage')).length).toBe(whole.length);
  });

  it('serves logs and metrics as JSON lines, the whole or the tail', async () => {
    await runJob();
    const text = async (path: string) => (await cluster.call('GET', `/v1/jobs/job-000001/${path}`)).text();
    expect(
      (await text('logs'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).message),
    ).toEqual(['one', 'two']);
    expect(
      (await text('logs?tail=1'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).message),
    ).toEqual(['two']);
    expect(JSON.parse(await text('metrics'))).toEqual({ step: 1, loss: 0.5 });
  });

  it('lets followers go when the coordinator stops', async () => {
    await cluster.submit('job-000001', sampleDocument(small));
    const answer = await cluster.call('GET', '/v1/jobs/job-000001/events');
    const ended = answer.text().then(
      () => true,
      () => true,
    );
    await cluster.restart();
    expect(await ended).toBe(true);
    await eventually(
      'the job is still known',
      async () => (await cluster.job('job-000001')).state === 'queued',
    );
  });
});
