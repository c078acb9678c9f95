import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HomeLayout, homeLayout } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import { createControlServer } from '@ringmaster/rpc';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from './config.js';
import { prepareHome, readEndpoint } from './home-files.js';
import { serve } from './serve.js';
import { scriptedAgent } from './testing/scripted-agent.js';
import { eventually, TOKEN } from './testing/test-coordinator.js';

let home: HomeLayout;
let cleanup: (() => unknown)[] = [];
beforeEach(async () => {
  home = homeLayout(await mkdtemp(join(tmpdir(), 'rm-serve-')));
  await prepareHome(home);
  await writeFile(home.token, `${TOKEN}\n`, { mode: 0o600 });
  await writeFile(join(home.logDir, 'epoch'), '7\n');
  cleanup = [() => rm(home.root, { recursive: true, force: true })];
});
afterEach(async () => {
  for (const end of cleanup.reverse()) await end();
});

/** A coordinator on that home, as from a backup of epoch 7 with a fresh Redis. */
async function serving() {
  const stop = new AbortController();
  const refused: unknown[] = [];
  const ended = serve({
    config: readConfig(['--home', home.root], { ...process.env, REDIS_URL: '' }),
    stop: stop.signal,
    logger: {
      ...silentLogger,
      warn: (message, facts) => message === 'an agent was refused' && refused.push(facts?.['code']),
    },
  }).then(
    () => 'stopped',
    (error: unknown) => error,
  );
  cleanup.push(async () => {
    stop.abort('the test is over');
    await ended;
  });
  await eventually('it serves', async () => (await readEndpoint(home.endpoint)) !== undefined);
  const endpoint = await readEndpoint(home.endpoint);
  if (!endpoint) throw new Error('there is no endpoint file');
  const epoch = async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, connection: 'close' };
    const answer = await fetch(`${endpoint.url}/v1/info`, { headers }).catch(() => undefined);
    return answer?.ok ? ((await answer.json()) as { epoch: number }).epoch : undefined;
  };
  return { address: endpoint.controlAddress, epoch, refused, ended };
}

/** An agent that has served epoch 12 of a coordinator that is gone; it is sent to where the result says. */
async function agentOfEpoch12() {
  const before = await createControlServer({
    ...{ host: '127.0.0.1', port: 0, clock: systemClock, logger: silentLogger },
    admits: () => true,
    epoch: () => 12,
    onAgent: () => ({ message: () => undefined, ended: () => undefined }),
  });
  let address = before.address;
  const agent = scriptedAgent({ agentId: 'agent-a', token: TOKEN, address: () => address });
  cleanup.push(() => agent.leave());
  await eventually('the agent has served epoch 12', () => agent.connected);
  const sendTo = async (next: string) => {
    address = next;
    await before.close();
  };
  return { agent, sendTo };
}

const epochFile = () => join(home.logDir, 'epoch');

describe('a coordinator whose agents know a later epoch', () => {
  it('starts over above it, where it was, and serves them', async () => {
    const { agent, sendTo } = await agentOfEpoch12();
    const restored = await serving();
    expect(await restored.epoch()).toBe(8);
    await sendTo(restored.address);
    await eventually('epoch 13 serves', async () => (await restored.epoch()) === 13);
    await eventually('the agent is served', () => agent.connected);
    expect(restored.refused).toContain('unavailable');
    expect(await readFile(epochFile(), 'utf8')).toBe('13\n');
    expect((await readEndpoint(home.endpoint))?.controlAddress).toBe(restored.address);
  });

  it('ends instead when another coordinator has used the home since', async () => {
    const { sendTo } = await agentOfEpoch12();
    const old = await serving();
    await writeFile(epochFile(), '9\n');
    await sendTo(old.address);
    expect(await old.ended).toMatchObject({ code: 'fenced' });
    expect(await readFile(epochFile(), 'utf8')).toBe('9\n');
  });
});
