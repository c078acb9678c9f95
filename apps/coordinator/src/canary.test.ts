import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CreatedToken } from '@ringmaster/contracts';
import type { Logger } from '@ringmaster/core';
import { expect, it } from 'vitest';
import { eventually, TOKEN, type TestCoordinator, testCoordinator } from './testing/test-coordinator.js';

interface Said {
  readonly where: string;
  readonly text: string;
}

/** As they are handed over, before the writer of log lines takes out what looks like a secret. */
function recorder(said: Said[], fields: Readonly<Record<string, unknown>> = {}): Logger {
  const write = (message: string, more: Readonly<Record<string, unknown>> = {}) => {
    const values = Object.entries({ ...fields, ...more });
    const plain = values.map(([name, value]) => [name, value instanceof Error ? (value.stack ?? '') : value]);
    said.push({ where: 'log', text: JSON.stringify([message, plain]) });
  };
  return {
    ...{ debug: write, info: write, warn: write, error: write },
    child: (more) => recorder(said, { ...fields, ...more }),
  };
}

async function filesOf(directory: string): Promise<readonly Said[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(files.map(async (file) => ({ where: file, text: await readFile(file, 'latin1') })));
}

/** How bytes could be spelled in a text. */
const spellings = (secret: Uint8Array): readonly string[] => {
  const bytes = Buffer.from(secret);
  return [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url'), [...bytes].join()];
};

/** Everything that goes well and wrong with a job, tokens and requests; every answer is kept. */
async function useEverything(cluster: TestCoordinator, said: Said[]): Promise<CreatedToken> {
  const call = async (...[method, path, more]: Parameters<TestCoordinator['call']>): Promise<string> => {
    const answer = await cluster.call(method, path, more);
    const text = `${JSON.stringify([...answer.headers])} ${await answer.text()}`;
    said.push({ where: `${method} ${path} ${answer.status}`, text });
    return text;
  };
  const made = await cluster.call('POST', '/v1/tokens', { body: { name: 'ci', role: 'submitter' } });
  const created = (await made.json()) as CreatedToken;
  await call('POST', '/v1/tokens', { body: { name: 'ci', role: 'submitter' } });
  await call('GET', '/v1/tokens');
  const jobs = '/v1/jobs';
  await call('GET', jobs, { headers: { authorization: `Bearer ${TOKEN}x` } });
  await call('GET', jobs, { headers: { authorization: `Basic ${TOKEN}` } });
  await call('DELETE', '/v1/tokens/ci', { headers: { authorization: `Bearer ${created.token}` } });
  await call('GET', jobs, { headers: { host: 'evil.example' } });
  await call('GET', jobs, { headers: { origin: 'https://evil.example' } });
  await call('POST', jobs, { body: { jobId: 'job-bad', document: { kind: 7 } } });
  for (const view of [
    '',
    '/events',
    '/logs',
    '/metrics',
    '/document',
    '/audit',
    '/checkpoints',
    '/artifacts',
  ])
    await call('GET', `/v1/jobs/job-canary${view}`);
  for (const path of [
    '/v1/workers',
    '/v1/status',
    '/v1/actions',
    '/v1/jobs',
    '/livez',
    '/readyz',
    '/v1/none',
  ])
    await call('GET', path);
  await call('POST', '/v1/jobs/job-canary/cancel', { body: {} });
  return created;
}

it('no secret is in a log line, an error, an event, a view or a line of the list of actions', async () => {
  const said: Said[] = [];
  const cluster = await testCoordinator({ logger: recorder(said) });
  try {
    const agent = await cluster.agent('agent-a', {
      slots: 2,
      onGo: (rank) =>
        rank.assign.attempt === 1 ? rank.fail('rank_crashed', 'killed by SIGKILL') : rank.finish(),
    });
    await cluster.submit('job-canary');
    await cluster.until('job-canary', ({ state }) => ['succeeded', 'failed'].includes(state));
    const created = await useEverything(cluster, said);
    await eventually('the list of actions is written', async () =>
      (await filesOf(cluster.directory)).some(({ where, text }) => where.includes('.actions') && text !== ''),
    );
    said.push(...(await filesOf(cluster.directory)));

    const { jobSecret, artifactsToken } = agent.ranks[0]?.assign ?? {};
    const secrets: readonly (readonly [string, string])[] = [
      ['administrator', TOKEN],
      ['submitter', created.token],
      ['artifacts', String(artifactsToken)],
      ...spellings(jobSecret as Uint8Array).map((text) => ['job', text] as const),
    ];
    expect(artifactsToken).not.toBe('');
    expect(jobSecret).toHaveLength(32);
    const leaks = said.flatMap(({ where, text }) =>
      secrets.filter(([, secret]) => text.includes(secret)).map(([whose]) => `${whose}: ${where}`),
    );
    expect(leaks).toEqual([]);
    // It looked at something.
    const places = said.map(({ where }) => where);
    for (const place of ['log', 'GET /v1/jobs/job-canary/events 200', 'GET /v1/jobs 401'])
      expect(places).toContain(place);
    expect(said.some(({ text }) => text.includes('job-canary'))).toBe(true);
  } finally {
    await cluster.close();
  }
});
