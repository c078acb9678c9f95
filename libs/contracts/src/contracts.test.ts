import { describe, expect, it } from 'vitest';
import {
  durationMs,
  ERROR_CODES,
  homeLayout,
  userPlaces,
  JobDocument,
  LIMITS,
  ROUTES,
  sizeBytes,
  SubmitRequest,
  wire,
} from './index.js';

const minimal = {
  version: 1,
  kind: 'train',
  model: { name: 'mlp' },
  data: { dataset: 'synthetic' },
  loss: 'meanSquaredError',
};
const parse = (more: object) => JobDocument.safeParse({ ...minimal, ...more });
const paths = (more: object) => parse(more).error?.issues.map((issue) => issue.path.join('.')) ?? [];

describe('the job document', () => {
  it('fills in every default', () => {
    expect(parse({}).data).toMatchObject({
      data: { batchSize: 64, normalize: 'standardize', augment: [] },
      optimizer: { kind: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999 },
      schedule: { kind: 'constant', warmupSteps: 0 },
      training: { epochs: 1, checkpoint: { everySteps: 100, keep: 3 } },
      workers: { min: 1, max: 1, slots: { device: 'auto', cpuThreads: 1 } },
    });
  });

  it.each([
    [{ data: { dataset: 'x', batchSize: -1 } }, 'data.batchSize'],
    [{ data: { dataset: '../etc' } }, 'data.dataset'],
    [{ training: { seed: 1.5 } }, 'training.seed'],
    [{ optimizer: { kind: 'adam', beta1: 1 } }, 'optimizer.beta1'],
    [{ optimizer: { kind: 'tiger' } }, 'optimizer.kind'],
    [{ schedule: { kind: 'step' } }, 'schedule.everySteps'],
    [{ limits: { wallTime: 'soon' } }, 'limits.wallTime'],
    [{ limits: { memory: '0GiB' } }, 'limits.memory'],
    [{ name: 'Not A Label' }, 'name'],
    [{ version: 2 }, 'version'],
    [{ training: { epochs: Infinity } }, 'training.epochs'],
  ])('refuses %j at %s', (more, path) => expect(paths(more)).toContain(path));

  it('refuses keys that it does not know', () => {
    expect(parse({ learning: 1 }).error?.issues[0]).toMatchObject({
      code: 'unrecognized_keys',
      keys: ['learning'],
    });
    expect(parse({ optimizer: { kind: 'sgd', beta1: 0.9 } }).success).toBe(false);
  });
});

describe('units', () => {
  it.each([
    ['90s', 90_000],
    ['1.5h', 5_400_000],
    ['250ms', 250],
  ])('%s', (text, ms) => expect(durationMs(text)).toBe(ms));
  it.each([
    ['4GiB', 4 * 2 ** 30],
    ['512 MiB', 512 * 2 ** 20],
  ])('%s', (text, bytes) => expect(sizeBytes(text)).toBe(bytes));
});

describe('submit requests', () => {
  it.each(['../../x', 'UPPER-case', 'a', 'x'.repeat(64)])('refuse the id %j', (jobId) =>
    expect(SubmitRequest.safeParse({ jobId, document: {} }).success).toBe(false),
  );
});

describe('tables', () => {
  it('give every error an exit code and a status', () => {
    for (const entry of Object.values(ERROR_CODES)) {
      expect([1, 2, 3, 4, 5, 6]).toContain(entry.exitCode);
      expect(entry.http).toBeGreaterThanOrEqual(400);
    }
  });
  it('keep limits positive and in order', () => {
    for (const [name, value] of Object.entries(LIMITS)) expect(value, name).toBeGreaterThan(0);
    expect(LIMITS.heartbeatMs * 3).toBeLessThanOrEqual(LIMITS.agentLostMs);
    expect(LIMITS.dataMessageBytes).toBeGreaterThan(LIMITS.frameBytes);
    expect(LIMITS.retryBaseMs).toBeLessThanOrEqual(LIMITS.retryMaxMs);
  });
  it('name every route once and protect all but the probes', () => {
    const names = Object.values(ROUTES).map((route) => `${route.method} ${route.path}`);
    expect(new Set(names).size).toBe(names.length);
    expect(
      Object.values(ROUTES)
        .filter((route) => route.access === 'public')
        .map((route) => route.path),
    ).toEqual(['/livez', '/readyz']);
  });
  it('keep the home below its root', () => {
    for (const path of Object.values(homeLayout('/h'))) expect(path.startsWith('/h')).toBe(true);
  });

  it.each([
    ['linux', {}, '/u/.local/share/ringmaster', '/u/.cache/ringmaster'],
    ['linux', { XDG_DATA_HOME: '/d', XDG_CACHE_HOME: '/c' }, '/d/ringmaster', '/c/ringmaster'],
    [
      'linux',
      { RINGMASTER_HOME: '', RINGMASTER_CACHE: '' },
      '/u/.local/share/ringmaster',
      '/u/.cache/ringmaster',
    ],
    ['linux', { RINGMASTER_HOME: '/h', RINGMASTER_CACHE: '/k', XDG_CACHE_HOME: '/c' }, '/h', '/k'],
    ['darwin', {}, '/u/Library/Application Support/ringmaster', '/u/.cache/ringmaster'],
    ['win32', { LOCALAPPDATA: '/l' }, '/l/ringmaster', '/u/.cache/ringmaster'],
  ])('find the places of a user on %s with %j', (platform, variables, home, cache) => {
    expect(userPlaces({ variables, platform, userDirectory: '/u' })).toEqual({ home, cache });
  });
});

describe('the wire', () => {
  it('carries a message round', () => {
    const { AgentMessage } = wire.v1;
    const bytes = AgentMessage.encode({
      seq: 7,
      rankEvent: { jobId: 'j', rank: 2, failed: { causeJson: '{}', exitCode: -1, atMs: 1.5 } },
    }).finish();
    const back = AgentMessage.decode(bytes);
    expect([
      back.seq,
      back.rankEvent?.rank,
      back.rankEvent?.failed?.exitCode,
      back.rankEvent?.failed?.atMs,
    ]).toEqual([7, 2, -1, 1.5]);
  });
});
