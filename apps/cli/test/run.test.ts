import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptView, JobResult } from '@ringmaster/contracts';
import { apiServer, type ApiServer, TOKEN } from './api-server.js';
import { bundleCli, type BundledCli, type CliProcess, json } from './bundled-cli.js';

let cli: BundledCli;
let api: ApiServer;
beforeAll(async () => (cli = await bundleCli()));
afterAll(() => cli.remove());
beforeEach(async () => (api = await apiServer()));
afterEach(() => api.close());

const RESULT: JobResult = {
  weightsSha256: 'ab'.repeat(32),
  steps: 1320,
  samples: 84_000,
  skippedSteps: 0,
  metrics: { loss: 0.06, accuracy: 0.981 },
  artifacts: ['model/model.json'],
  backend: 'tensorflow',
};
const TIMES = { startedAt: '2026-01-01T00:00:01.000Z', endedAt: '2026-01-01T00:00:13.500Z' };
const CAUSE = { code: 'data_corrupt', message: 'train.bin: byte 4096: cut off\u001b[31m' } as const;

function start(args: readonly string[], token = TOKEN): CliProcess {
  return cli.start([...args, '--url', api.url], { env: { RINGMASTER_TOKEN: token } });
}
async function running(...args: readonly string[]): Promise<CliProcess> {
  const process = start(['run', 'examples/digits.yaml', ...args]);
  await process.saw('queued');
  return process;
}

describe('run on a cluster that is there', () => {
  it('ends with one JSON document', async () => {
    const process = await running('--workers', '2', '--set', 'training.epochs=3', '--json');
    const submitted = api.submitted();
    expect(submitted?.jobId).toMatch(/^digits-lenet-[a-z0-9]{6}$/);
    expect(submitted?.document).toMatchObject({
      workers: { min: 2, max: 2 },
      training: { epochs: 3, shards: 4 },
    });
    api.become('running');
    api.tell('log', { at: '2026-01-01T00:00:02Z', source: 'rank 0', level: 'warn', message: 'slow\u0007' });
    api.tell('metric', {
      type: 'evaluate',
      split: 'validation',
      step: 110,
      samples: 9,
      loss: 0.5,
      accuracy: 0.9,
    });
    api.become('succeeded', { result: RESULT, generations: 1, checkpoints: [1320], ...TIMES });
    const result = await process.result;
    expect(result.code).toBe(0);
    expect(json(result)).toMatchObject({
      apiVersion: 1,
      jobId: submitted?.jobId,
      state: 'succeeded',
      metrics: { accuracy: 0.981 },
      weightsSha256: RESULT.weightsSha256,
      steps: 1320,
      samples: 84_000,
      generations: 1,
      seconds: 12.5,
      checkpoints: [1320],
      cause: null,
      artifacts: [{ name: 'model/model.json' }],
    });
    expect(result.stderr).toContain('rank 0 warn: slow\n');
    expect(result.stderr).not.toContain('\u0007');
    expect(result.stderr).toContain('validation at step 110: loss 0.5000, accuracy 0.9000');
  });

  it('prints a summary without --json', async () => {
    const process = await running();
    api.become('succeeded', { result: RESULT, ...TIMES });
    const { stdout } = await process.result;
    expect(stdout).toMatch(/^accuracy +0\.981$/m);
    expect(stdout).toMatch(/^weights +sha256 (ab){32}$/m);
  });

  it('exits with 1 and the cause when the job fails', async () => {
    const process = await running('--json');
    api.become('failed', { cause: CAUSE, reason: 'attempt 1 failed', ...TIMES });
    const result = await process.result;
    expect(result.code).toBe(1);
    expect(json(result)).toMatchObject({ state: 'failed', cause: CAUSE, weightsSha256: null });
  });

  it('leaves the job alone on Ctrl-C and says how to look again', async () => {
    const process = await running('--json');
    api.become('running');
    process.process.kill('SIGINT');
    const result = await process.result;
    expect(result.code).toBe(130);
    expect(json(result)).toMatchObject({ state: 'running' });
    expect(result.stderr).toContain(`ringmaster logs -f ${api.submitted()?.jobId}`);
    expect(api.requests.filter((route) => route.endsWith('/cancel'))).toEqual([]);
  });

  it('cancels on the second Ctrl-C', async () => {
    const process = await running();
    process.process.kill('SIGINT');
    await process.saw('Ctrl-C again');
    process.process.kill('SIGINT');
    const result = await process.result;
    expect(result.code).toBe(130);
    expect(api.requests.filter((route) => route.endsWith('/cancel'))).toHaveLength(1);
  });

  it('exits with 6 when --timeout has passed, and leaves the job alone', async () => {
    const process = start(['run', 'examples/digits.yaml', '--timeout', '2s', '--json']);
    const result = await process.result;
    expect(result.code).toBe(6);
    expect(json(result)).toMatchObject({ state: 'queued' });
    expect(api.requests.filter((route) => route.endsWith('/cancel'))).toEqual([]);
  });

  it('returns at once with --detach', async () => {
    const result = await start(['run', 'examples/digits.yaml', '--detach', '--json']).result;
    expect(result.code).toBe(0);
    expect(json(result)).toMatchObject({ state: 'queued', jobId: api.submitted()?.jobId });
  });
});

describe('answers of the coordinator', () => {
  it.each([
    ['the wrong token', ['ls'], 'wrong', 4, 'unauthenticated'],
    ['no such job', ['show', 'nothing'], TOKEN, 3, 'not_found'],
    ['a resume from nothing', ['run', 'examples/digits.yaml', '--resume', 'gone@3'], TOKEN, 3, 'not_found'],
  ] as const)('%s', async (...[, args, token, code, error]) => {
    const result = await start([...args, '--json'], token).result;
    expect(result.code).toBe(code);
    expect(json(result)).toMatchObject({ error: { code: error } });
  });

  it('follows logs as JSON lines', async () => {
    const job = await running('--json');
    const logs = start(['logs', '-f', api.submitted()?.jobId ?? '', '--json']);
    await logs.saw('queued');
    api.tell('log', { at: 't', source: 'rank 1', level: 'info', message: 'hello' });
    api.become('succeeded', { result: RESULT, ...TIMES });
    const result = await logs.result;
    expect(result.code).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ apiVersion: 1, source: 'rank 1', message: 'hello' });
    await job.result;
  });

  it('show tells the cause of every attempt', async () => {
    const job = await running('--json');
    const attempt: AttemptView = {
      attempt: 1,
      generation: '1.1.ab',
      startedAt: TIMES.startedAt,
      endedAt: TIMES.endedAt,
      world: 2,
      ranks: [],
      outcome: 'failed',
      cause: {
        code: 'rank_crashed',
        message: 'rank 1 was killed',
        details: { signal: 'SIGKILL', lastStep: 42, lastLogLines: ['one', 'two'] },
      },
    };
    api.become('running', { attempts: [attempt] });
    const { stdout } = await start(['show', api.submitted()?.jobId ?? '']).result;
    for (const said of ['rank 1 was killed', 'signal: SIGKILL', 'lastStep: 42', '       two'])
      expect(stdout).toContain(said);
    api.become('failed', TIMES);
    await job.result;
  });
});
