import { silentLogger, systemClock } from '@ringmaster/core';
import type { Membership } from '@ringmaster/collective';
import { transportContract } from '@ringmaster/testkit';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createControlClient } from '../control/client.js';
import { type ControlServer, createControlServer } from '../control/server.js';
import { DataEndpoint } from '../data/data-endpoint.js';
import { testAuthority } from './identities-for-tests.js';
import { certificateFacts, identityProblem, type TlsIdentity } from './tls-identity.js';

let ours: Awaited<ReturnType<typeof testAuthority>>;
let theirs: typeof ours;
let identity: TlsIdentity;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([testAuthority(), testAuthority('somebody else')]);
  identity = await ours.issue();
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe('certificates', () => {
  it('say for whom and how long they are', async () => {
    const { cert } = await ours.issue({ name: 'gpu1', hosts: ['10.0.0.2', 'gpu1.lan', '[::1]'] });
    const facts = certificateFacts(cert);
    expect(facts).toMatchObject({ name: 'gpu1', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(facts.hosts).toEqual(['10.0.0.2', 'gpu1.lan', '::1']);
    expect(facts.notAfter.getTime()).toBeGreaterThan(Date.now());
  });

  it.each([
    ['expired', async () => ours.issue(ours.expired), [], /of host expired at \d{4}-/],
    [
      'not yet valid',
      async () => ours.issue({ notBefore: new Date(Date.now() + 3_600_000) }),
      [],
      /not valid before/,
    ],
    [
      'of another authority',
      async () => ({ ...(await theirs.issue()), ca: ours.ca }),
      [],
      /not issued by the authority in ca\.crt/,
    ],
    [
      'of another host',
      async () => ours.issue(),
      ['10.0.0.9'],
      /is for 127\.0\.0\.1, localhost, not for 10\.0\.0\.9/,
    ],
  ])('%s: is said before anybody is called', async (_, make, hosts, problem) => {
    expect(identityProblem(await make(), { now: new Date(), hosts })).toMatch(problem);
  });

  it('that are right have no problem', () => {
    expect(identityProblem(identity, { now: new Date(), hosts: ['127.0.0.1', 'localhost'] })).toBeUndefined();
  });

  it.each(['', '*.example.com', 'a b', '-x', 'http://x', '10.0.0.1:80', '../x'])(
    'are not made for "%s", which is no host',
    async (host) => {
      await expect(ours.issue({ hosts: [host] })).rejects.toMatchObject({ code: 'invalid' });
    },
  );
});

async function coordinator(
  tls: TlsIdentity | undefined,
  shown: (certificate: string | undefined) => void = () => undefined,
): Promise<ControlServer> {
  const server = await createControlServer({
    host: '127.0.0.1',
    port: 0,
    admits: (token) => token === 'secret',
    tls,
    epoch: () => 1,
    onAgent: ({ certificate }) => {
      shown(certificate);
      return { message: () => undefined, ended: () => undefined };
    },
    clock: systemClock,
    logger: silentLogger,
  });
  closing.push(() => server.close());
  return server;
}

/** Runs an agent's session until it is welcome, or refused for good. */
async function join(address: string, tls: TlsIdentity | undefined, token = 'secret'): Promise<string> {
  const stop = new AbortController();
  const client = createControlClient({
    address: async () => address,
    token: async () => token,
    tls: async () => tls,
    facts: () => ({ agentId: 'a1', name: 'one', host: 'h', slots: [] }),
    heartbeat: () => ({}),
    onCommand: () => undefined,
    onConnected: () => stop.abort(),
    clock: systemClock,
    logger: silentLogger,
  });
  return client.run(stop.signal).then(
    () => 'welcome',
    (error: Error & { code: string }) => `${error.code}: ${error.message}`,
  );
}

describe('the control session over mutual TLS', () => {
  it('lets a worker of the authority in, and knows whose certificate it has', async () => {
    const shown: (string | undefined)[] = [];
    const { address } = await coordinator(identity, (certificate) => shown.push(certificate));
    expect(await join(address, await ours.issue({ name: 'gpu1' }))).toBe('welcome');
    expect(shown).toEqual(['gpu1']);
  });

  it.each([
    ['another authority', () => identity, async () => theirs.issue(), /unauthenticated: .*another authority/],
    [
      'an expired certificate',
      () => identity,
      async () => ours.issue(ours.expired),
      /unauthenticated: .*expired at/,
    ],
    [
      "a coordinator's certificate for another host",
      () => ours.issue({ hosts: ['10.0.0.9'] }),
      async () => identity,
      /unauthenticated: .*for another host.*10\.0\.0\.9/,
    ],
    [
      "a coordinator's expired certificate",
      () => ours.issue(ours.expired),
      async () => identity,
      /unauthenticated: .*its certificate has expired/,
    ],
    [
      'a certificate that is no client',
      () => identity,
      async () => ours.issue({ usages: ['server'] }),
      /unauthenticated: .*(closed the connection|unsupported|purpose)/,
    ],
    [
      'a coordinator without TLS',
      async () => undefined,
      async () => identity,
      /unauthenticated: .*does not speak TLS/,
    ],
  ])('refuses by name: %s', async (_, served, shown, message) => {
    const server = await coordinator(await served());
    expect(await join(server.address, await shown())).toMatch(message);
  });

  it('a certificate alone is not enough: the token counts too', async () => {
    const { address } = await coordinator(identity);
    expect(await join(address, await ours.issue(), 'wrong')).toMatch(
      /unauthenticated: .*token is missing or wrong/,
    );
  });

  it('a worker without a certificate gets no session, and is told what it lacks', async () => {
    const { address } = await coordinator(identity);
    expect(await join(address, undefined)).toMatch(
      /^unauthenticated: the coordinator at .* speaks TLS, and this side was started without: .*certs issue/,
    );
  });
});

const SECRET = new Uint8Array(32).fill(9);
const never = new AbortController().signal;
const membership = (rank: number, world: number): Membership => ({
  jobId: 'job-tls',
  attempt: 1,
  generation: { epoch: 1, n: 1, nonce: 'xyz' },
  rank,
  world,
});

async function rank(who: Membership, tls: TlsIdentity | undefined, secret = SECRET) {
  const endpoint = await DataEndpoint.open({
    jobId: who.jobId,
    attempt: who.attempt,
    secret,
    listenHost: '127.0.0.1',
    advertiseHost: '127.0.0.1',
    tls,
    clock: systemClock,
    logger: silentLogger,
  });
  closing.push(() => endpoint.close());
  return { endpoint, transport: endpoint.enter(who), address: endpoint.dataAddress };
}

transportContract('grpc over mutual TLS', async (world) => {
  const all = await Promise.all(
    Array.from({ length: world }, (_, at) => rank(membership(at, world), identity)),
  );
  const peers = all.map(({ address }, at) => ({ rank: at, address }));
  await Promise.all(all.map(({ transport }) => transport.connect(peers, never)));
  return {
    transports: all.map(({ transport }) => transport),
    close: async () => void (await Promise.all(all.map(({ endpoint }) => endpoint.close()))),
  };
});

describe('the data plane over mutual TLS', () => {
  it.each([
    ['no certificate', async () => undefined, SECRET, /peer_lost|does not speak|ECONN|UNAVAILABLE|Protocol/],
    ['another authority', () => theirs.issue(), SECRET, /another authority/],
    ['an expired certificate', () => ours.issue(ours.expired), SECRET, /expired at/],
    [
      "the right certificate, but another job's secret",
      () => ours.issue(),
      new Uint8Array(32).fill(8),
      /does not know the secret of this job/,
    ],
  ])('refuses a rank with %s', async (_, shown, secret, message) => {
    const good = await rank(membership(0, 2), identity);
    const bad = await rank(membership(1, 2), await shown(), secret);
    await expect(bad.transport.connect([{ rank: 0, address: good.address }], never)).rejects.toThrow(message);
  });

  it('names the rank and the host of a certificate that is for another one', async () => {
    const elsewhere = await rank(membership(0, 2), await ours.issue({ hosts: ['10.0.0.9'] }));
    const good = await rank(membership(1, 2), identity);
    await expect(good.transport.connect([{ rank: 0, address: elsewhere.address }], never)).rejects.toThrow(
      /rank 0 at 127\.0\.0\.1:\d+ is refused.*another host.*10\.0\.0\.9/,
    );
  });
});
