import { createHash } from 'node:crypto';
import type { PlanAnswer, Role } from '@ringmaster/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleDocument, type TestCoordinator, testCoordinator, TOKEN } from '../testing/test-coordinator.js';

let cluster: TestCoordinator | undefined;
afterEach(async () => {
  await cluster?.close();
  cluster = undefined;
});

const coded = (more: object = {}) =>
  sampleDocument({
    model: { name: 'module', code: { source: 'own', file: 'model.mjs' } },
    workers: { min: 1, max: 1 },
    ...more,
  });

/** A coordinator with a token of each role, and a way to submit by one of them. */
async function started(allowCode: boolean) {
  const here = (cluster = await testCoordinator({ allowCode }));
  const tokens = new Map<Role, string>();
  for (const role of ['reader', 'submitter', 'admin'] as const) {
    const made = await here.call('POST', '/v1/tokens', { body: { name: `a-${role}`, role } });
    tokens.set(role, ((await made.json()) as { token: string }).token);
  }
  let jobs = 0;
  const submit = async (role: Role, document: object = coded()) => {
    const headers = { authorization: `Bearer ${tokens.get(role)}` };
    const body = { jobId: `job-${(jobs += 1)}-coded`, document };
    const answer = await here.call('POST', '/v1/jobs', { headers, body });
    const { error } = (await answer.json()) as { readonly error?: { readonly message: string } };
    return [answer.status, error?.message ?? ''] as const;
  };
  return { here, submit };
}

describe('a job that brings code', () => {
  it('is refused by a coordinator that takes none, whoever submits it', async () => {
    const { submit } = await started(false);
    for (const role of ['submitter', 'admin'] as const)
      expect(await submit(role)).toEqual([403, expect.stringContaining('this coordinator takes no code')]);
  });

  it('may be submitted by an admin alone, and runs only where a worker loads code', async () => {
    const { here, submit } = await started(true);
    expect((await submit('reader'))[0]).toBe(403);
    expect(await submit('submitter')).toEqual([403, expect.stringContaining("this token is a submitter's")]);
    expect((await submit('submitter', sampleDocument()))[0]).toBe(201);
    await here.agent('agent-plain');
    expect(await submit('admin')).toEqual([
      403,
      expect.stringContaining('no worker that is here loads code'),
    ]);
  });

  it('is placed on workers that load code alone, with the version that its name stood for', async () => {
    const { here, submit } = await started(true);
    const plain = await here.agent('agent-plain');
    const open = await here.agent('agent-open', { slots: 1, allowCode: true });
    const text = 'export default {}';
    const sha256 = createHash('sha256').update(text).digest('hex');
    await fetch(`${here.url}/v1/data/blobs/${sha256}?offset=0&bytes=${text.length}`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/octet-stream',
        connection: 'close',
      },
      body: text,
    });
    const files = [{ name: 'model.mjs', bytes: text.length, sha256 }];
    const { hash } = (await (await here.call('PUT', '/v1/data/own', { body: { files } })).json()) as {
      hash: string;
    };
    expect(await submit('admin', coded({ workers: { min: 1, max: 2 } }))).toEqual([201, '']);
    await here.until('job-1-coded', ({ state }) => state === 'running');
    const [rank] = open.ranks;
    expect(JSON.parse(rank?.assign.jobJson ?? '{}')).toMatchObject({
      model: { code: { source: `own@${hash}` } },
    });
    expect(plain.ranks).toEqual([]);
    // One that waits for a worker that loads code keeps nothing from others.
    expect(await submit('admin', coded())).toEqual([201, '']);
    const waiting = await here.until('job-2-coded', ({ waiting: facts }) => facts !== undefined);
    expect(waiting.reason).toContain(
      'needs 1 slot, 0 free of 1 that fit (1 CPU thread on a worker that loads code); left out, because they load no code, which this job brings: agent-plain',
    );
    await here.submit('job-plain', sampleDocument({ workers: { min: 2, max: 2 } }));
    await here.until('job-plain', ({ state }) => state === 'running');
    expect(plain.ranks).toHaveLength(2);
    const planned = await here.call('POST', '/v1/plan', { body: { document: coded() } });
    const { placement } = (await planned.json()) as PlanAnswer;
    expect(placement).toMatchObject({ placed: false, aheadInQueue: 1 });
    expect(placement.reason).toContain('waits behind job job-2-coded');
    rank?.finish();
    await here.until('job-2-coded', ({ state }) => state === 'running');
    expect(open.ranks).toHaveLength(2);
  });
});
