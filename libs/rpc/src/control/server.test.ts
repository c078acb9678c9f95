import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { PROTOCOL_VERSION, VERSION, type wire } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import type { AgentLink } from '@ringmaster/scheduling';
import { afterEach, describe, expect, it } from 'vitest';
import { bearerToken, sameSecret } from './bearer.js';
import { type ControlServer, createControlServer } from './server.js';
import { controlService } from './service.js';

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanup.splice(0).reverse()) await end();
});

async function serve() {
  const links: AgentLink[] = [];
  const messages: wire.v1.AgentMessage[] = [];
  const ends: string[] = [];
  const good = new Set(['the-token', 'another-token']);
  let epoch = 3;
  const server: ControlServer = await createControlServer({
    host: '127.0.0.1',
    port: 0,
    admits: (token) => good.has(token),
    epoch: () => epoch,
    onAgent: (link) => {
      links.push(link);
      return { message: (m) => messages.push(m), ended: (how) => ends.push(how) };
    },
    clock: systemClock,
    logger: silentLogger,
  });
  cleanup.push(() => server.close());
  return { server, links, messages, ends, good, setEpoch: (next: number) => (epoch = next) };
}

const HELLO: wire.v1.IHello = {
  agentId: 'a1',
  name: 'one',
  host: 'h',
  version: VERSION,
  protocol: PROTOCOL_VERSION,
  slots: [{ slot: 0, device: 'cpu', cpuThreads: 1 }],
};

function dial(address: string, token = 'the-token') {
  const client = new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  const { path, requestSerialize, responseDeserialize } = controlService.session;
  const stream = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, metadata);
  const received: wire.v1.CoordinatorMessage[] = [];
  const state: { error?: ServiceError; ended: boolean } = { ended: false };
  stream.on('data', (m: wire.v1.CoordinatorMessage) => received.push(m));
  stream.on('error', (error: ServiceError) => (state.error = error));
  stream.on('end', () => (state.ended = true));
  cleanup.push(() => client.close());
  return { stream, received, state };
}

async function until(claim: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!claim()) {
    if (Date.now() > end) throw new Error('the claim did not become true within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('control server', () => {
  it('welcomes an agent, hands on its messages, and puts the epoch into every answer', async () => {
    const { server, links, messages, ends, setEpoch } = await serve();
    const { stream, received } = dial(server.address);
    stream.write({ hello: HELLO });
    stream.write({ heartbeat: { warmTrainers: 2 } });
    await until(() => messages.length === 1 && received.length === 1);
    expect(received[0]).toMatchObject({ epoch: 3, welcome: { heartbeatMs: 500 } });
    expect(links[0]?.hello.agentId).toBe('a1');
    setEpoch(4);
    links[0]?.send({ ack: { seq: 9 } });
    await until(() => received.length === 2);
    expect(received[1]).toMatchObject({ epoch: 4, ack: { seq: 9 } });
    stream.end();
    await until(() => ends.length === 1);
    expect(ends).toEqual(['goodbye']);
  });

  it('tells a broken connection from a goodbye', async () => {
    const { server, links, ends } = await serve();
    const { stream } = dial(server.address);
    stream.write({ hello: HELLO });
    await until(() => links.length === 1);
    stream.cancel();
    await until(() => ends.length === 1);
    expect(ends).toEqual(['lost']);
  });

  it('ends the sessions of a token that counts no more, says why, and hears no more of them', async () => {
    const { server, links, messages, ends, good } = await serve();
    const revoked = dial(server.address);
    const other = dial(server.address, 'another-token');
    for (const { stream } of [revoked, other]) stream.write({ hello: HELLO });
    const silent = dial(server.address);
    await until(() => links.length === 2);
    server.recheck();
    expect(ends).toEqual([]);
    good.delete('the-token');
    server.recheck();
    expect(ends).toEqual(['revoked']);
    revoked.stream.write({ heartbeat: { warmTrainers: 2 } });
    other.stream.write({ heartbeat: { warmTrainers: 3 } });
    await until(() => revoked.state.ended && messages.length === 1);
    expect(revoked.received[1]?.refused).toMatchObject({
      code: 'unauthenticated',
      message: expect.stringMatching(/revoked/),
    });
    expect(messages[0]?.heartbeat?.warmTrainers).toBe(3);
    expect([ends, other.state.ended]).toEqual([['revoked'], false]);
    silent.stream.cancel();
  });

  it('turns away who does not have the token', async () => {
    const { server, links } = await serve();
    const { stream, state } = dial(server.address, 'a-guess');
    stream.write({ hello: HELLO });
    await until(() => state.error !== undefined);
    expect(state.error?.code).toBe(status.UNAUTHENTICATED);
    expect(links).toEqual([]);
  });

  it.each([
    [
      'another protocol',
      { hello: { ...HELLO, protocol: 99, version: '9.9.9' } },
      'incompatible',
      new RegExp(
        `worker one is ringmaster 9\\.9\\.9 and speaks protocol 99.*coordinator is.*protocol ${PROTOCOL_VERSION}; install`,
      ),
    ],
    [
      'another release',
      { hello: { ...HELLO, version: '99.0.0' } },
      'incompatible',
      /99\.0\.0.*install one release on both sides/,
    ],
    ['no Hello', { heartbeat: {} }, 'invalid', /must be Hello/],
    ['an id that is a path', { hello: { ...HELLO, agentId: '../x' } }, 'invalid', /agent_id/],
    ['a slot twice', { hello: { ...HELLO, slots: [{ slot: 1 }, { slot: 1 }] } }, 'invalid', /same number/],
    ['an unknown device', { hello: { ...HELLO, slots: [{ slot: 0, device: 'tpu' }] } }, 'invalid', /tpu/],
  ])('refuses %s, and says why', async (_, message, code, why) => {
    const { server, links } = await serve();
    const { stream, received, state } = dial(server.address);
    stream.write(message as wire.v1.IAgentMessage);
    await until(() => state.ended);
    expect(received[0]?.refused?.code).toBe(code);
    expect(received[0]?.refused?.message).toMatch(why);
    expect(links).toEqual([]);
  });

  it('says which address cannot be bound', async () => {
    const { server } = await serve();
    const port = Number(server.address.split(':')[1]);
    const again = createControlServer({
      host: '127.0.0.1',
      port,
      admits: () => true,
      epoch: () => 1,
      onAgent: () => ({ message: () => undefined, ended: () => undefined }),
      clock: systemClock,
      logger: silentLogger,
    });
    await expect(again).rejects.toThrow(new RegExp(`127\\.0\\.0\\.1:${port}`));
  });
});

describe('bearer tokens', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer   abc', 'abc'],
    ['Basic abc', undefined],
    ['Bearer a b', undefined],
    ['Bearer ', undefined],
    [undefined, undefined],
  ])('%s', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });

  it('are compared whole', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('ab', 'abc')).toBe(false);
  });
});
