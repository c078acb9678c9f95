import { createHash } from 'node:crypto';
import { type ActionLine, LIMITS, type Route, ROUTES } from '@ringmaster/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleDocument, TOKEN, type TestCoordinator, testCoordinator } from '../testing/test-coordinator.js';
import { targetOf } from './action-target.js';

type Routes = typeof ROUTES;
type Listed = {
  [Name in keyof Routes]: Routes[Name] extends { method: 'GET' } | { unlisted: true } ? never : Name;
}[keyof Routes];
interface Asked {
  readonly path?: string;
  readonly body?: unknown;
  readonly status: number;
  readonly target: Readonly<Record<string, string>>;
}

const DOCUMENT = sampleDocument();
const CONTENT = 'a,b\n1,2\n';
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
const FILES = [{ name: 'all.csv', sha256: SHA256, bytes: CONTENT.length }];
const HASH_START = 'f'.repeat(12);
const id = 'job-000001';

/** What every mutation is asked for, and what its line says that it was about. The compiler asks for a new one's. */
const ASKED: Record<Listed, Asked> = {
  submit: { body: { jobId: id, document: DOCUMENT }, status: 201, target: { jobId: id } },
  scale: { path: `/v1/jobs/${id}/scale`, body: { workers: 2 }, status: 200, target: { id, workers: '2' } },
  pause: { path: `/v1/jobs/${id}/pause`, status: 200, target: { id } },
  resume: { path: `/v1/jobs/${id}/resume`, status: 200, target: { id } },
  cancel: { path: `/v1/jobs/${id}/cancel`, status: 200, target: { id } },
  retry: {
    ...{ path: `/v1/jobs/${id}/retry`, body: { jobId: 'job-000002' }, status: 201 },
    target: { id, jobId: 'job-000002' },
  },
  pin: { path: `/v1/jobs/${id}/pin`, body: { step: 7 }, status: 404, target: { id, step: '7' } },
  unpin: { path: `/v1/jobs/${id}/unpin`, body: {}, status: 200, target: { id } },
  gc: { body: { maxBytes: 5, dryRun: true }, status: 200, target: { maxBytes: '5', dryRun: 'true' } },
  drainWorker: { path: '/v1/workers/agent-x/drain', status: 404, target: { id: 'agent-x' } },
  publishData: {
    ...{ path: '/v1/data/rows', body: { files: FILES }, status: 201 },
    target: { name: 'rows', hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
  },
  removeData: {
    ...{ path: `/v1/data/rows?hash=${HASH_START}`, status: 404 },
    target: { name: 'rows', hash: HASH_START },
  },
  putArtifact: { path: `/v1/jobs/${id}/artifacts/notes/a`, status: 201, target: { id, name: 'notes/a' } },
  removeArtifact: { path: `/v1/jobs/${id}/artifacts/notes/a`, status: 204, target: { id, name: 'notes/a' } },
  tagModel: {
    ...{ body: { source: { jobId: id }, name: 'digits', tag: 'best' }, status: 409 },
    target: { jobId: id, name: 'digits', tag: 'best' },
  },
  removeModel: {
    ...{ path: '/v1/models/digits:best?force=true', status: 404 },
    target: { ref: 'digits:best', force: 'true' },
  },
  createToken: {
    ...{ body: { name: 'ada', role: 'reader' }, status: 201 },
    target: { name: 'ada', role: 'reader' },
  },
  revokeToken: { path: '/v1/tokens/ada', status: 200, target: { name: 'ada' } },
};

let cluster: TestCoordinator;
beforeAll(async () => void (cluster = await testCoordinator()));
afterAll(() => cluster.close());

describe('what a mutation was about', () => {
  it('is in the line of every one', async () => {
    const blob = `/v1/data/blobs/${SHA256}?offset=0&bytes=${CONTENT.length}`;
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'text/csv' };
    await fetch(`${cluster.url}${blob}`, { method: 'PUT', headers, body: CONTENT });
    const before = (await lines()).length;
    for (const [name, { path, body }] of Object.entries(ASKED)) {
      const route: Route = ROUTES[name as Listed];
      await cluster.call(route.method, path ?? route.path, body === undefined ? {} : { body });
    }
    const said = (await lines()).slice(before);
    expect(said.map(({ action, status, target }) => ({ action, status, target }))).toEqual(
      Object.entries(ASKED).map(([action, { status, target }]) => ({ action, status, target })),
    );
    for (const { target } of said) expect(Object.keys(target)).not.toEqual([]);
  });

  it('is declared by every mutating route: by parameters of its path, or by fields', () => {
    const silent = Object.entries<Route>(ROUTES)
      .filter(([, { method, unlisted }]) => method !== 'GET' && !unlisted)
      .filter(([, { path, about = [] }]) => !/[:*]/.test(path) && about.length === 0);
    expect(silent.map(([name]) => name)).toEqual([]);
    const fields = Object.values<Route>(ROUTES).flatMap(({ about = [] }) => about);
    expect(fields.filter((field) => /token|secret|document/i.test(field))).toEqual([]);
  });

  it('is cut where it is long, and is nothing but text, numbers and truth values', () => {
    const body = { text: 'x'.repeat(1_000), list: ['a'], object: { a: 1 }, none: null };
    const about = [
      'body.text',
      'body.list',
      'body.object',
      'body.none',
      'body.absent',
      'body.toString',
    ] as const;
    const target = targetOf({ params: undefined, query: undefined, body }, { about });
    expect(target).toEqual({ text: 'x'.repeat(LIMITS.actionFieldChars) });
    expect(targetOf({ params: undefined, query: undefined, body: 'no object' }, { about })).toEqual({});
  });
});

const lines = async (): Promise<readonly ActionLine[]> =>
  (await (await cluster.call('GET', '/v1/actions')).text())
    .split('\n')
    .slice(0, -1)
    .map((text) => JSON.parse(text) as ActionLine);
