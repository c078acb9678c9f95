import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ActionLine, ROLES } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import { createControlClient } from '@ringmaster/rpc';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, sampleDocument, TOKEN, testCoordinator } from '../testing/test-coordinator.js';
import { openActionLog, openTrail } from './action-log.js';
import { openTokenBook } from './token-book.js';

let dir = '';
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'rm-access-'))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const book = () =>
  openTokenBook({ file: join(dir, 'tokens.json'), homeToken: 'home-token', clock: systemClock });

describe('tokens', () => {
  it('are kept as hashes alone, privately, and outlive a restart', async () => {
    const first = await book();
    const made = await Promise.all(ROLES.map((role) => first.create({ name: `a-${role}`, role })));
    const file = join(dir, 'tokens.json');
    const text = await readFile(file, 'utf8');
    for (const { token } of made) expect(text).not.toContain(token.slice(-32));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const later = await book();
    for (const { token, name, role } of made) expect(later.find(token)).toEqual({ name, role });
    expect(later.find('home-token')).toEqual({ name: 'local', role: 'admin' });
    expect(later.find('rm-admin-0000')).toBeUndefined();
    expect(later.list()).toHaveLength(ROLES.length);
  });

  it('are worth nothing once they are revoked', async () => {
    const tokens = await book();
    const { token } = await tokens.create({ name: 'ada', role: 'submitter' });
    await expect(tokens.create({ name: 'ada', role: 'reader' })).rejects.toMatchObject({ code: 'conflict' });
    await tokens.revoke('ada');
    expect(tokens.find(token)).toBeUndefined();
    await expect(tokens.revoke('ada')).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    ['no JSON', '{', 0o600, /not a list of tokens/],
    ['an unknown role', '{"version":1,"tokens":[{"name":"a","role":"root"}]}', 0o600, /role/],
    ['readable by others', '{"version":1,"tokens":[]}', 0o644, /can be read by others/],
  ])('refuses a file that is %s', async (_, text, mode, message) => {
    await writeFile(join(dir, 'tokens.json'), text, { mode });
    await expect(book()).rejects.toThrow(message);
  });
});

const line = (requestId: string): ActionLine => ({
  at: '2026-01-01T00:00:00.000Z',
  requestId,
  who: { name: 'ada', role: 'admin' },
  from: '127.0.0.1',
  action: 'cancel',
  target: { id: 'job-1' },
  status: 200,
  outcome: 'done',
});
const all = async (lines: AsyncIterable<string>): Promise<string[]> => {
  const ids: string[] = [];
  for await (const text of lines) ids.push((JSON.parse(text) as ActionLine).requestId);
  return ids;
};

describe('the list of actions', () => {
  it('goes on after a restart, and its oldest file goes when there are too many', async () => {
    const open = () =>
      openActionLog({ directory: dir, name: 'actions', fileBytes: 500, files: 3, logger: silentLogger });
    const first = await open();
    await Promise.all(['a', 'b', 'c', 'd'].map((id) => first.add(line(id))));
    expect(await all(first.lines())).toEqual(['a', 'b', 'c', 'd']);
    const second = await open();
    for (const id of ['e', 'f', 'g', 'h']) await second.add(line(id));
    expect((await all(second.lines())).join('')).toMatch(/^[b-d]*efgh$/);
    expect((await readdir(dir)).sort()).toEqual(['actions.1.jsonl', 'actions.2.jsonl', 'actions.jsonl']);
    expect((await stat(join(dir, 'actions.jsonl'))).mode & 0o777).toBe(0o600);
  });

  it('is in files that refusals do not touch, however many there are', async () => {
    const small = { directory: dir, fileBytes: 500, files: 2, logger: silentLogger };
    const [actions, refusals] = await Promise.all([
      openActionLog({ ...small, name: 'actions' }),
      openActionLog({ ...small, name: 'refusals' }),
    ]);
    await actions.add(line('real'));
    for (let each = 0; each < 50; each++) await refusals.add({ ...line(`no-${each}`), who: null });
    expect(await all(actions.lines())).toEqual(['real']);
    expect((await all(refusals.lines())).at(-1)).toBe('no-49');
    expect((await readdir(dir)).sort()).toEqual(['actions.jsonl', 'refusals.1.jsonl', 'refusals.jsonl']);
  });

  it('gives its last lines over all its files, and a line that was cut short spoils no other', async () => {
    const open = () =>
      openActionLog({ directory: dir, name: 'actions', fileBytes: 500, files: 4, logger: silentLogger });
    const first = await open();
    for (const id of ['a', 'b', 'c', 'd', 'e']) await first.add(line(id));
    expect((await readdir(dir)).length).toBeGreaterThan(2);
    for (const count of [0, 1, 3, 5, 9])
      expect((await all(first.lines(count))).join('')).toBe('abcde'.slice(-count || 5, count === 0 ? 0 : 5));
    await appendFile(join(dir, 'actions.jsonl'), '{"at":"2026');
    const second = await open();
    await second.add(line('f'));
    expect((await all(second.lines())).join('')).toBe('abcdef');
    expect((await all(second.lines(2))).join('')).toBe('ef');
  });

  it('has nothing of who may not ask: that has a list of its own', async () => {
    const cluster = await testCoordinator();
    const linesOf = async (query: string): Promise<ActionLine[]> =>
      (await (await cluster.call('GET', `/v1/actions${query}`)).text())
        .split('\n')
        .slice(0, -1)
        .map((text) => JSON.parse(text) as ActionLine);
    try {
      const made = await cluster.call('POST', '/v1/tokens', { body: { name: 'eve', role: 'reader' } });
      const { token } = (await made.json()) as { token: string };
      const asks = [
        { authorization: 'Bearer x' },
        { authorization: `Bearer ${token}` },
        { origin: 'https://elsewhere.example' },
        { 'ringmaster-api': '0' },
      ];
      for (const headers of asks) await cluster.call('POST', '/v1/jobs/job-none/cancel', { headers });
      expect(await linesOf('')).toMatchObject([{ action: 'createToken' }]);
      expect(await linesOf('?refusals=true')).toMatchObject([
        { action: 'cancel', who: null, status: 401, code: 'unauthenticated' },
        { action: 'cancel', who: { name: 'eve', role: 'reader' }, status: 403, code: 'forbidden' },
        { action: 'cancel', who: null, status: 403, code: 'forbidden' },
        { action: 'cancel', who: null, status: 409, code: 'incompatible' },
      ]);
      expect((await linesOf('?refusals=true&tail=1')).map(({ status }) => status)).toEqual([409]);
      const trail = await openTrail({ directory: join(cluster.directory, '.actions'), logger: silentLogger });
      expect(await all(trail.actions.lines())).toHaveLength(1);
      expect(await all(trail.refusals.lines())).toHaveLength(asks.length);
    } finally {
      await cluster.close();
    }
  });

  it('tells who did what, with the id of the request, and what came of it; reading is not in it', async () => {
    const cluster = await testCoordinator();
    try {
      const made = await cluster.call('POST', '/v1/tokens', { body: { name: 'ada', role: 'submitter' } });
      const { token } = (await made.json()) as { token: string };
      const as = (headers: Record<string, string>) => ({ authorization: `Bearer ${token}`, ...headers });
      const body = { jobId: 'job-000001', document: sampleDocument() };
      const submitted = await cluster.call('POST', '/v1/jobs', { body, headers: as({}) });
      expect(await submitted.json()).toMatchObject({ owner: 'ada' });
      await cluster.call('GET', '/v1/jobs', { headers: as({}) });
      await cluster.call('POST', '/v1/jobs/job-000001/cancel', { headers: as({}) });
      await cluster.call('POST', '/v1/jobs/job-none/cancel');
      const answer = await cluster.call('GET', '/v1/actions?tail=4');
      const lines = (await answer.text())
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as ActionLine);
      const ada = { name: 'ada', role: 'submitter' };
      expect(lines).toMatchObject([
        { action: 'createToken', who: { name: 'local', role: 'admin' }, status: 201, outcome: 'done' },
        { action: 'submit', who: ada, status: 201, requestId: submitted.headers.get('ringmaster-request') },
        { action: 'cancel', who: ada, target: { id: 'job-000001' }, outcome: 'done', from: '127.0.0.1' },
        { action: 'cancel', who: { name: 'local' }, status: 404, outcome: 'refused', code: 'not_found' },
      ]);
      expect(JSON.stringify(lines)).not.toContain(token);
      expect(JSON.stringify(lines)).not.toContain(TOKEN);
    } finally {
      await cluster.close();
    }
  });

  it('a worker joins with a token for workers, and not with one for readers', async () => {
    const cluster = await testCoordinator();
    try {
      const tokenOf = async (role: string) => {
        const made = await cluster.call('POST', '/v1/tokens', { body: { name: `a-${role}`, role } });
        return ((await made.json()) as { token: string }).token;
      };
      await cluster.agent('agent-w', { token: await tokenOf('worker') });
      const refused = createControlClient({
        address: async () => cluster.coordinator.controlAddress,
        token: () => tokenOf('submitter'),
        facts: () => ({ agentId: 'agent-r', name: 'r', host: 'h', slots: [] }),
        heartbeat: () => ({}),
        onCommand: () => undefined,
        clock: systemClock,
        logger: silentLogger,
      }).run(new AbortController().signal);
      await expect(refused).rejects.toMatchObject({ code: 'unauthenticated' });
      const { workers } = (await (await cluster.call('GET', '/v1/workers')).json()) as {
        workers: { agentId: string }[];
      };
      expect(workers.map(({ agentId }) => agentId)).toEqual(['agent-w']);
    } finally {
      await cluster.close();
    }
  });

  it('a revoked token ends what is open at once: the session of a worker, and what is being read', async () => {
    const cluster = await testCoordinator();
    try {
      const tokenOf = async (name: string, role: string) => {
        const made = await cluster.call('POST', '/v1/tokens', { body: { name, role } });
        return ((await made.json()) as { token: string }).token;
      };
      const slots = { slots: 1 };
      const revoked = await cluster.agent('agent-w', { ...slots, token: await tokenOf('w', 'worker') });
      await cluster.submit('job-moves', sampleDocument({ workers: { min: 1, max: 1 } }));
      await cluster.until('job-moves', (job) => job.state === 'running');
      await cluster.agent('agent-v', { ...slots, token: await tokenOf('v', 'worker') });
      const reading = { headers: { authorization: `Bearer ${await tokenOf('r', 'reader')}` } };
      const followed = await cluster.call('GET', '/v1/jobs/job-moves/events', reading);
      // However the client takes it that its connection is gone.
      const ended = followed.text().then(
        () => true,
        () => true,
      );

      expect((await cluster.call('DELETE', '/v1/tokens/w')).status).toBe(200);
      const moved = await cluster.until('job-moves', (job) => job.attempts.length === 2);
      expect(moved.attempts[0]?.ranks[0]).toMatchObject({ agentId: 'agent-w', state: 'failed' });
      expect(moved.attempts[1]?.ranks[0]).toMatchObject({ agentId: 'agent-v' });
      await eventually('it knows', () => !revoked.connected);
      const { workers } = (await (await cluster.call('GET', '/v1/workers')).json()) as {
        workers: { agentId: string; state: string }[];
      };
      expect(workers.map(({ agentId, state }) => [agentId, state])).toEqual([
        ['agent-w', 'left'],
        ['agent-v', 'ready'],
      ]);

      await cluster.call('DELETE', '/v1/tokens/r');
      expect(await ended).toBe(true);
      expect((await cluster.job('job-moves')).attempts.at(-1)?.outcome).toBe('running');
      // A token that revokes itself is told so.
      const admin = { headers: { authorization: `Bearer ${await tokenOf('a', 'admin')}` } };
      expect((await cluster.call('DELETE', '/v1/tokens/a', admin)).status).toBe(200);
      expect((await cluster.call('GET', '/v1/jobs', admin)).status).toBe(401);
    } finally {
      await cluster.close();
    }
  });
});
