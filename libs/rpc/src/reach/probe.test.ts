import { createServer, type Server, type Socket } from 'node:net';
import { LIMITS } from '@ringmaster/contracts';
import { systemClock } from '@ringmaster/core';
import { afterEach, describe, expect, it } from 'vitest';
import { openProbeDoor, type ProbeDoorOptions } from './probe-door.js';
import { probePeer } from './probe-peer.js';
import { testAuthority } from '../tls/identities-for-tests.js';

const cleanup: (() => unknown)[] = [];
afterEach(() => cleanup.splice(0).forEach((end) => end()));
const here = { listenHost: '127.0.0.1', advertiseHost: '127.0.0.1' };

async function door(o: Partial<ProbeDoorOptions> = {}) {
  const opened = await openProbeDoor({ agentId: 'agent-b', ...here, ...o });
  cleanup.push(opened.close);
  return opened;
}
const probe = (address: string, tls?: ProbeDoorOptions['tls'], clock = systemClock) =>
  probePeer({ agentId: 'agent-b', address }, { tls, clock });
/** Deadlines come fifty times as soon. */
const hasty: typeof systemClock = {
  ...systemClock,
  after: (ms, work) => systemClock.after(ms / 50, work),
};

/** Listens, and does with every connection what the test says. */
async function listener(onSocket: (socket: Socket) => void): Promise<string> {
  const server: Server = createServer(onSocket);
  cleanup.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

describe('the probe between workers', () => {
  it('is content when the right agent answers', async () => {
    expect(await probe((await door()).address)).toBeUndefined();
  });

  it('takes the last free port of the range', async () => {
    const first = await door();
    const port = Number(first.address.split(':')[1]);
    const second = await door({ ports: { from: port - 1, to: port } }).catch(() => undefined);
    expect(second?.address ?? `127.0.0.1:${port - 1}`).toBe(`127.0.0.1:${port - 1}`);
    await expect(
      openProbeDoor({ agentId: 'x', ...here, ports: { from: port, to: port } }),
    ).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('--data-ports') as string,
    });
  });

  it('says why nobody, another worker or something else answers', async () => {
    const closed = await openProbeDoor({ agentId: 'agent-b', ...here });
    closed.close();
    expect(await probe(closed.address)).toEqual({
      why: 'nobody listens there (ECONNREFUSED)',
      mayPass: false,
    });
    const other = await door({ agentId: 'agent-c' });
    expect((await probe(other.address))?.why).toBe('another worker, agent-c, answers there');
    const web = await listener((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect((await probe(web))?.why).toBe('something else than a worker answers there');
    const rude = await listener((socket) => socket.end());
    expect((await probe(rude))?.why).toBe('the connection was closed without an answer');
  });

  it('does not wait for ever for one that says nothing, and holds it to be busy', async () => {
    const mute = await listener((socket) => cleanup.push(() => socket.destroy()));
    expect(await probe(mute, undefined, hasty)).toEqual({
      why: `nothing was said within ${LIMITS.connectMs} ms`,
      mayPass: true,
    });
  });

  it('with certificates asks for one of the same authority, on both sides', async () => {
    const authority = await testAuthority();
    const [a, b] = [await authority.issue(), await authority.issue()];
    const stranger = await (await testAuthority('another')).issue();
    const secure = await door({ tls: a });
    expect(await probe(secure.address, b)).toBeUndefined();
    expect(await probe(secure.address, stranger)).toEqual({
      why: 'its certificate is of another authority than ca.crt',
      mayPass: false,
    });
    const renewed = await authority.issue();
    secure.renew(renewed);
    expect(await probe(secure.address, b)).toBeUndefined();
    expect(await probe((await door()).address, a)).toMatchObject({ mayPass: false });
  });
});
