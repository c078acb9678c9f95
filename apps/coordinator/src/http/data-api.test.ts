import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleDocument, type TestCoordinator, testCoordinator, TOKEN } from '../testing/test-coordinator.js';

let cluster: TestCoordinator;
beforeEach(async () => {
  cluster = await testCoordinator();
});
afterEach(() => cluster.close());

const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const manifest = (...texts: readonly string[]) => ({
  files: texts.map((text, i) => ({ name: `${i}.csv`, bytes: text.length, sha256: sha(text) })),
});
const piece = (text: string, { offset = 0, token = TOKEN, from = 0, to = text.length } = {}) =>
  fetch(`${cluster.url}/v1/data/blobs/${sha(text)}?offset=${offset}&bytes=${text.length}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/octet-stream',
      connection: 'close',
    },
    body: text.slice(from, to),
  });
const publish = (name: string, ...texts: readonly string[]) =>
  cluster.call('PUT', `/v1/data/${name}`, { body: manifest(...texts) });
async function register(name: string, ...texts: readonly string[]): Promise<string> {
  for (const text of texts) await piece(text);
  return ((await (await publish(name, ...texts)).json()) as { hash: string }).hash;
}
const errorOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string; message: string; details?: unknown } }).error;
const small = { workers: { min: 1, max: 1 } };
const reads = (source: string) =>
  sampleDocument({ ...small, data: { dataset: 'csv', source, config: { file: '0.csv', label: 'x' } } });
const submit = (jobId: string, source: string) =>
  cluster.call('POST', '/v1/jobs', { body: { jobId, document: reads(source) } });

describe('uploads', () => {
  it('go on after a restart of the coordinator, at the byte it says', async () => {
    const text = 'a,b\n1,2\n';
    expect(await (await piece(text, { to: 3 })).json()).toMatchObject({ offset: 3 });
    await cluster.restart();
    const asked = await cluster.call('POST', '/v1/data/missing', { body: manifest(text, text) });
    const { missing } = (await asked.json()) as { missing: { offset: number }[] };
    expect(missing.map(({ offset }) => offset)).toEqual([3]);
    const again = await piece(text);
    expect(again.status).toBe(409);
    expect((await errorOf(again)).details).toEqual({ offset: 3 });
    expect((await publish('petals', text)).status).toBe(409);
    expect(await (await piece(text, { offset: 3, from: 3 })).json()).toMatchObject({ offset: 8 });
    expect((await publish('petals', text)).status).toBe(201);
    expect((await publish('petals', text)).status).toBe(200);
  });

  it.each([
    ['names that are no labels', 'PUT /v1/data/..%2Fpetals', manifest('x'), 400],
    ['files that leave', 'PUT /v1/data/p', { files: [{ ...manifest('x').files[0], name: '../x' }] }, 400],
    [
      'files with hidden parts',
      'PUT /v1/data/p',
      { files: [{ ...manifest('x').files[0], name: 'a/.x' }] },
      400,
    ],
    ['files in no order', 'PUT /v1/data/p', { files: manifest('x', 'y').files.toReversed() }, 400],
    ['files twice', 'PUT /v1/data/p', { files: [...manifest('x').files, ...manifest('x').files] }, 400],
    ['no files', 'PUT /v1/data/p', { files: [] }, 400],
    ['other hashes', `PUT /v1/data/blobs/${'g'.repeat(64)}?offset=0&bytes=0`, undefined, 400],
    ['short hashes', 'GET /v1/data/p/abc', undefined, 400],
    ['unknown versions', `GET /v1/data/p/${'0'.repeat(64)}`, undefined, 404],
    ['removing what is not there', 'DELETE /v1/data/petals', undefined, 404],
  ])('refuse %s', async (_what, route, body, status) => {
    const [method = '', path = ''] = route.split(' ');
    expect((await cluster.call(method, path, { body })).status).toBe(status);
  });

  it('are for users', async () => {
    expect((await piece('x', { token: 'nope' })).status).toBe(401);
  });
});

describe('jobs', () => {
  it('get the newest version, by its hash, and keep it', async () => {
    const [old, hash] = [await register('petals', 'one'), await register('petals', 'two')];
    expect((await submit('job-000001', 'petals')).status).toBe(201);
    expect((await submit('job-000001', 'petals')).status).toBe(200);
    await submit('job-000002', `petals@${old.slice(0, 12)}`);
    const listed = async () =>
      ((await (await cluster.call('GET', '/v1/data')).json()) as { datasets: unknown[] }).datasets;
    expect(await listed()).toMatchObject([
      { name: 'petals', hash, usedBy: ['job-000001'] },
      { name: 'petals', hash: old, usedBy: ['job-000002'] },
    ]);
    const refused = await cluster.call('DELETE', '/v1/data/petals');
    expect(refused.status).toBe(409);
    expect((await errorOf(refused)).message).toContain('is used by job job-000001');
    await cluster.call('POST', '/v1/jobs/job-000001/cancel');
    expect((await cluster.call('DELETE', `/v1/data/petals?hash=${hash.slice(0, 12)}`)).status).toBe(200);
    expect(await listed()).toMatchObject([{ hash: old }]);
    // Its data is gone: going on with it would fail on a worker.
    await cluster.agent('agent-a');
    const retried = await cluster.call('POST', '/v1/jobs/job-000001/retry', {
      body: { jobId: 'job-000003' },
    });
    expect(retried.status).toBe(404);
    expect((await errorOf(retried)).message).toContain(`petals has no version ${hash}`);
  });

  it('are refused for data that neither coordinator nor workers know', async () => {
    await register('petals', 'one');
    await cluster.agent('agent-a');
    const typo = await submit('job-000001', 'petls');
    expect(typo.status).toBe(404);
    expect((await errorOf(typo)).message).toContain('did you mean "petals"?');
    const version = await submit('job-000002', `petals@${'0'.repeat(12)}`);
    expect((await errorOf(version)).message).toContain('petals has no version 000000000000; it has ');
  });

  it('let their ranks read their own data, from any byte on', async () => {
    const agent = await cluster.agent('agent-a');
    const [hash, other] = [await register('petals', 'one', 'two'), await register('stones', 'three')];
    await submit('job-000001', 'petals');
    await cluster.until('job-000001', (job) => job.state === 'running');
    const rank = agent.ranks.find((one) => one.assign.jobId === 'job-000001');
    const headers = { authorization: `Bearer ${rank?.assign.artifactsToken}` };
    const get = (path: string) => cluster.call('GET', path, { headers });
    expect(JSON.parse(rank?.assign.jobJson ?? '{}')).toMatchObject({ data: { source: `petals@${hash}` } });
    expect(await (await get(`/v1/data/petals/${hash}`)).json()).toMatchObject({
      hash,
      ...manifest('one', 'two'),
    });
    const content = `/v1/data/petals/${hash}/contents`;
    expect(await (await get(`${content}/${sha('two')}?offset=1`)).text()).toBe('wo');
    expect((await get(`${content}/${sha('three')}`)).status).toBe(404);
    expect((await get(`/v1/data/stones/${other}`)).status).toBe(403);
    expect((await get(`/v1/data/stones/${other}/contents/${sha('three')}`)).status).toBe(403);
    expect((await get('/v1/data')).status).toBe(401);
    rank?.finish();
    await cluster.until('job-000001', (job) => job.state === 'succeeded');
    for (const path of [`/v1/data/petals/${hash}`, `${content}/${sha('two')}`]) {
      const late = await get(path);
      expect([late.status, (await errorOf(late)).code]).toEqual([409, 'fenced']);
    }
  });

  it('let their ranks read the weights that they begin with, and keep those', async () => {
    const agent = await cluster.agent('agent-a');
    const hash = await register('earlier', 'weights');
    await register('petals', 'one');
    const document = reads('petals') as { readonly model: object };
    const model = { ...document.model, initial: { source: 'earlier' } };
    const body = { jobId: 'job-000001', document: { ...document, model } };
    expect((await cluster.call('POST', '/v1/jobs', { body })).status).toBe(201);
    await cluster.until('job-000001', (job) => job.state === 'running');
    const assign = agent.ranks.find((one) => one.assign.jobId === 'job-000001')?.assign;
    expect(JSON.parse(assign?.jobJson ?? '{}')).toMatchObject({
      model: { initial: { source: `earlier@${hash}`, file: 'model.safetensors', fresh: [] } },
    });
    const headers = { authorization: `Bearer ${assign?.artifactsToken}` };
    const content = `/v1/data/earlier/${hash}/contents/${sha('weights')}`;
    expect(await (await cluster.call('GET', content, { headers })).text()).toBe('weights');
    const removal = await cluster.call('DELETE', '/v1/data/earlier');
    expect((await errorOf(removal)).message).toContain('is used by job job-000001');
  });
});
