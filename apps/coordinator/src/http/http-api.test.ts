import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { LIMITS } from '@ringmaster/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleDocument, type TestCoordinator, testCoordinator } from '../testing/test-coordinator.js';

let cluster: TestCoordinator;
beforeEach(async () => {
  cluster = await testCoordinator();
});
afterEach(() => cluster.close());

const errorOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string; message: string } }).error;
const small = { workers: { min: 1, max: 1 } };

/** fetch sets Host itself. */
function rawStatus(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(`${cluster.url}/v1/jobs`, { headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    call.on('error', reject).end();
  });
}

describe('who may call', () => {
  it.each([
    ['no token', {}, 401],
    ['a wrong token', { authorization: 'Bearer nope' }, 401],
    ['another scheme', { authorization: 'Basic dGVzdA==' }, 401],
    ['a forged artifact token', { authorization: `Bearer job.job-000001.1.${'0'.repeat(64)}` }, 401],
  ])('%s', async (_, headers, status) => {
    for (const path of ['/v1/jobs', '/v1/jobs/x/artifacts', '/v1/nothing']) {
      const answer = await fetch(`${cluster.url}${path}`, { headers: { connection: 'close', ...headers } });
      expect(answer.status).toBe(status);
      expect((await errorOf(answer)).code).toBe('unauthenticated');
    }
  });

  it('refuses a body of a caller without the token before it has read it', async () => {
    const answer = await fetch(`${cluster.url}/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: '{ this is not JSON',
    });
    expect(answer.status).toBe(401);
  });

  it.each([
    ['a rebound name', { host: 'evil.example' }, 403],
    ['a rebound name with our port', { host: 'evil.example:80' }, 403],
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['localhost', { host: 'localhost:7070' }, 200],
    ['our own page', { origin: 'http://127.0.0.1:7070', 'sec-fetch-site': 'same-origin' }, 200],
  ])('%s', async (_, headers, status) => {
    expect(await rawStatus({ authorization: 'Bearer test-token-0123456789', ...headers })).toBe(status);
  });

  it('answers probes to anybody, with security headers', async () => {
    for (const path of ['/livez', '/readyz']) {
      const answer = await fetch(`${cluster.url}${path}`, { headers: { connection: 'close' } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('submitting', () => {
  it('is idempotent by id, whatever the order of keys', async () => {
    const document = sampleDocument(small);
    const first = await cluster.call('POST', '/v1/jobs', { body: { jobId: 'job-000001', document } });
    expect(first.status).toBe(201);
    const reordered = Object.fromEntries(Object.entries(document).reverse());
    const again = await cluster.call('POST', '/v1/jobs', {
      body: { jobId: 'job-000001', document: reordered },
    });
    expect(again.status).toBe(200);
    const other = await cluster.call('POST', '/v1/jobs', {
      body: { jobId: 'job-000001', document: { ...document, name: 'other' } },
    });
    expect(other.status).toBe(409);
    expect((await errorOf(other)).code).toBe('conflict');
    const { jobs } = (await (await cluster.call('GET', '/v1/jobs')).json()) as { jobs: unknown[] };
    expect(jobs).toHaveLength(1);
  });

  it('notes whose it is: the owner, and the project of its document', async () => {
    const mine = await cluster.submit('job-000001', sampleDocument({ ...small, project: 'vision' }));
    expect(mine).toMatchObject({ owner: 'local', project: 'vision' });
    expect(await cluster.submit('job-000002', sampleDocument(small))).not.toHaveProperty('project');
  });

  it('takes one of many at once', async () => {
    const body = { jobId: 'job-000001', document: sampleDocument(small) };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => cluster.call('POST', '/v1/jobs', { body })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
  });

  it.each([
    ['an unknown key', { document: sampleDocument({ slot: 1 }) }, 'slot'],
    [
      'a negative batch size',
      { document: sampleDocument({ data: { dataset: 'digits', batchSize: -1 } }) },
      'data.batchSize',
    ],
    ['a bad id', { jobId: '../etc', document: sampleDocument() }, 'jobId'],
    ['an unknown key of the request', { document: sampleDocument(), extra: true }, 'extra'],
  ])('names the field of %s', async (_, body, field) => {
    const answer = await cluster.call('POST', '/v1/jobs', { body: { jobId: 'job-000002', ...body } });
    expect(answer.status).toBe(400);
    const error = await errorOf(answer);
    expect(error.code).toBe('invalid');
    expect(error.message).toContain(field);
  });

  it('answers 400 with all problems at once', async () => {
    const document = sampleDocument({ loss: 'no-such-loss', data: { dataset: 'digits', batchSize: 0 } });
    const answer = await cluster.call('POST', '/v1/validate', { body: { document } });
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { details: { problems: { path: string }[] } } };
    expect(error.details.problems.map((problem) => problem.path).sort()).toEqual(['data.batchSize', 'loss']);
  });

  it.each([
    [
      'too deep',
      `{"jobId":"job-000003","document":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
      400,
      'invalid',
    ],
    ['too large', JSON.stringify({ document: 'x'.repeat(LIMITS.jobDocumentBytes * 2) }), 413, 'too_large'],
    ['not JSON', '{"jobId":', 400, 'invalid'],
  ])('refuses a body that is %s', async (_, body, status, code) => {
    const answer = await fetch(`${cluster.url}/v1/jobs`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer test-token-0123456789',
        'content-type': 'application/json',
        connection: 'close',
      },
      body,
    });
    expect(answer.status).toBe(status);
    expect((await errorOf(answer)).code).toBe(code);
  });

  it('finds jobs by a unique prefix', async () => {
    await cluster.submit('job-aaaaaa', sampleDocument(small));
    await cluster.submit('job-bbbbbb', sampleDocument(small));
    expect((await cluster.job('job-a')).jobId).toBe('job-aaaaaa');
    expect((await cluster.call('GET', '/v1/jobs/job-')).status).toBe(409);
    expect((await cluster.call('GET', '/v1/jobs/nothing')).status).toBe(404);
  });

  it('checks what a job wants to resume', async () => {
    await cluster.submit('job-source', sampleDocument(small));
    const submit = (more: object) =>
      cluster.call('POST', '/v1/jobs', {
        body: { jobId: 'job-resumed', document: sampleDocument(small), ...more },
      });
    expect((await submit({ resume: { jobId: 'job-none' } })).status).toBe(404);
    expect((await submit({ resume: { jobId: 'job-source' } })).status).toBe(404);
    await cluster.checkpoint('job-source', 7);
    expect((await submit({ resume: { jobId: 'job-source', step: 8 } })).status).toBe(404);
    const resharded = { ...sampleDocument(small), training: { shards: 2 } };
    const refused = await submit({ document: resharded, resume: { jobId: 'job-source' } });
    expect(refused.status).toBe(400);
    expect((await errorOf(refused)).message).toContain('training.shards: 2 ≠ 1');
    const faster = { ...sampleDocument(small), optimizer: { kind: 'adam', learningRate: 0.5 } };
    const other = await errorOf(await submit({ document: faster, resume: { jobId: 'job-source' } }));
    expect(other.message).toMatch(
      /optimizer\.\w+: .* of job job-source, which it resumes; `ringmaster fork`/,
    );
    expect((await errorOf(await submit({ fork: true }))).message).toContain('a fork resumes another job');
    expect(await (await submit({ resume: { jobId: 'job-source' } })).json()).toMatchObject({
      resumedFrom: 'job-source/7',
    });
  });
});

const put = (jobId: string, name: string, text: string, headers: Record<string, string> = {}) =>
  fetch(`${cluster.url}/v1/jobs/${jobId}/artifacts/${name}`, {
    method: 'PUT',
    headers: {
      authorization: 'Bearer test-token-0123456789',
      'content-type': 'application/octet-stream',
      connection: 'close',
      ...headers,
    },
    body: text,
  });

describe('checkpoints', () => {
  it('that are pinned are not removed, and unpinned ones are', async () => {
    await cluster.submit('job-000001');
    for (const step of [5, 10]) await cluster.checkpoint('job-000001', step);
    const path = '/v1/jobs/job-000001';
    const pin = (verb: string, body: object) => cluster.call('POST', `${path}/${verb}`, { body });
    expect((await pin('pin', { step: 7 })).status).toBe(404);
    expect(await (await pin('pin', { step: 5 })).json()).toEqual({
      jobId: 'job-000001',
      job: false,
      steps: [5],
    });
    const remove = async (name: string) =>
      (await cluster.call('DELETE', `${path}/artifacts/checkpoints/${name}`)).status;
    expect([await remove('step-00000005/'), await remove('step-00000005/manifest.json')]).toEqual([409, 409]);
    expect([await remove(''), await remove('step-00000010/')]).toEqual([409, 204]);
    const list = await (await cluster.call('GET', `${path}/checkpoints`)).json();
    expect(list).toMatchObject({ checkpoints: [{ step: 5, pinned: true }] });
    await pin('unpin', {});
    expect(await remove('step-00000005/')).toBe(204);
    expect((await cluster.call('POST', '/v1/gc', { body: {} })).status).toBe(400);
  });

  it('are listed with sizes and digests, and a damaged file is found', async () => {
    await cluster.submit('job-000001');
    for (const step of [5, 10]) await cluster.checkpoint('job-000001', step);
    const list = await (await cluster.call('GET', '/v1/jobs/job-0/checkpoints')).json();
    expect(list).toMatchObject({
      jobId: 'job-000001',
      checkpoints: [{ step: 5, directory: 'checkpoints/step-00000005/', bytes: 19 }, { step: 10 }],
    });
    const verify = async () =>
      (await (await cluster.call('GET', '/v1/jobs/job-000001/checkpoints/verify')).text())
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { problems: { file: string }[] }).problems);
    expect(await verify()).toEqual([[], []]);
    await put('job-000001', 'checkpoints/step-00000005/weights.safetensors', 'something else');
    expect(await verify()).toMatchObject([[{ file: 'checkpoints/step-00000005/weights.safetensors' }], []]);
    expect((await cluster.call('GET', '/v1/jobs/job-none/checkpoints')).status).toBe(404);
  });
});

describe('artifacts', () => {
  it('go in and out whole, are listed and removed', async () => {
    await cluster.submit('job-000001', sampleDocument(small));
    const sha256 = createHash('sha256').update('weights').digest('hex');
    expect(
      (await put('job-000001', 'model/weights.bin', 'weights', { 'x-content-sha256': sha256 })).status,
    ).toBe(201);
    expect((await put('job-000001', 'model/bad.bin', 'weight', { 'x-content-sha256': sha256 })).status).toBe(
      422,
    );
    const path = '/v1/jobs/job-000001/artifacts';
    expect(await (await cluster.call('GET', `${path}?prefix=model/`)).json()).toMatchObject({
      artifacts: [{ name: 'model/weights.bin', bytes: 7, sha256 }],
    });
    const got = await cluster.call('GET', `${path}/model/weights.bin`);
    expect(got.headers.get('x-content-sha256')).toBe(sha256);
    expect(await got.text()).toBe('weights');
    expect((await cluster.call('DELETE', `${path}/model/`)).status).toBe(204);
    expect((await cluster.call('GET', `${path}/model/weights.bin`)).status).toBe(404);
    expect((await put('job-000001', 'logs.jsonl', 'forged')).status).toBe(403);
  });

  const OTHER = 'job-other1/artifacts/checkpoints/step-00000007/manifest.json';

  it('let a rank at its own job while its attempt runs, and at what it resumes from', async () => {
    const agent = await cluster.agent('agent-a');
    await cluster.submit('job-other1', sampleDocument(small));
    await put('job-other1', 'checkpoints/step-00000007/manifest.json', '{}');
    await cluster.call('POST', '/v1/jobs/job-other1/cancel');
    const resume = { jobId: 'job-other1', step: 7 };
    await cluster.call('POST', '/v1/jobs', {
      body: { jobId: 'job-000001', document: sampleDocument(small), resume },
    });
    await cluster.until('job-000001', (job) => job.state === 'running');
    const rank = agent.ranks.find((one) => one.assign.jobId === 'job-000001');
    expect(rank?.assign).toMatchObject({ artifactsUrl: cluster.url, resumeFrom: 'job-other1/7' });
    const headers = { authorization: `Bearer ${rank?.assign.artifactsToken}` };
    const status = async (method: string, path: string) =>
      (await cluster.call(method, path, { headers })).status;
    expect((await put('job-000001', 'model/model.json', '{}', headers)).status).toBe(201);
    expect((await put('job-other1', 'model/model.json', '{}', headers)).status).toBe(403);
    expect(await status('GET', `/v1/jobs/${OTHER}`)).toBe(200);
    expect(await status('GET', '/v1/jobs/job-000001/artifacts/model/model.json')).toBe(200);
    expect(await status('GET', '/v1/jobs/job-other1/artifacts')).toBe(403);
    expect(await status('GET', '/v1/jobs')).toBe(401);
    expect(await status('DELETE', '/v1/jobs/job-000001/artifacts/model/')).toBe(204);
    rank?.finish();
    await cluster.until('job-000001', (job) => job.state === 'succeeded');
    const late = await put('job-000001', 'model/model.json', '{}', headers);
    expect(late.status).toBe(409);
    expect((await errorOf(late)).code).toBe('fenced');
    for (const path of ['job-000001/artifacts', 'job-000001/artifacts?prefix=checkpoints/', OTHER]) {
      const read = await cluster.call('GET', `/v1/jobs/${path}`, { headers });
      expect([path, read.status, (await errorOf(read)).code]).toEqual([path, 409, 'fenced']);
    }
    const asked = await put('job-000001', 'model/model.json', '{}');
    expect(asked.status).toBe(201);
    expect(await status('GET', '/v1/jobs/job-000001/artifacts/model/model.json')).toBe(409);
  });

  it('take checkpoints of the last attempt until another one begins, and nothing else of it', async () => {
    const agent = await cluster.agent('agent-a');
    await cluster.submit('job-000001', sampleDocument(small));
    await cluster.until('job-000001', (job) => job.state === 'running');
    const [first] = agent.ranks;
    const headers = { authorization: `Bearer ${first?.assign.artifactsToken}` };
    await agent.leave();
    await cluster.until('job-000001', (job) => job.state !== 'running');
    const place = 'checkpoints/step-00000003/weights.safetensors';
    expect((await put('job-000001', place, 'x', headers)).status).toBe(201);
    expect((await put('job-000001', 'model/model.json', '{}', headers)).status).toBe(409);
    const statuses = () =>
      Promise.all(
        [`/${place}`, '?prefix=checkpoints/', ''].map(
          async (what) =>
            (await cluster.call('GET', `/v1/jobs/job-000001/artifacts${what}`, { headers })).status,
        ),
      );
    expect(await statuses()).toEqual([200, 200, 409]);
    await cluster.agent('agent-b');
    await cluster.until('job-000001', (job) => job.state === 'running');
    const late = await put('job-000001', place, 'x', headers);
    expect(late.status).toBe(409);
    expect((await errorOf(late)).code).toBe('fenced');
    expect(await statuses()).toEqual([409, 409, 409]);
  });
});
