import { silentLogger, systemClock } from '@ringmaster/core';
import { afterEach, describe, expect, it } from 'vitest';
import { openReachability, type ReachabilityOptions } from './reachability.js';

const cleanup: (() => unknown)[] = [];
afterEach(() => cleanup.splice(0).forEach((end) => end()));

async function open(agentId: string, more: Partial<ReachabilityOptions> = {}) {
  const said: string[] = [];
  const note = (message: string) => void said.push(message);
  const reach = await openReachability({
    ...{ agentId, listenHost: '127.0.0.1', advertiseHost: '127.0.0.1', slots: 2 },
    tls: async () => undefined,
    clock: systemClock,
    logger: { ...silentLogger, warn: note, info: note },
    ...more,
  });
  cleanup.push(() => reach.close());
  return { reach, said };
}
const mesh = (...peers: readonly (readonly [string, string])[]) => ({
  peers: peers.map(([agentId, address]) => ({ agentId, name: `host-${agentId}`, address })),
});

describe('whether workers reach each other', () => {
  it('those that do have nothing to say; one that does not is named until it is reached', async () => {
    const [a, b, c] = [await open('a'), await open('b'), await open('c')];
    a.reach.test(mesh(['b', b.reach.address], ['c', c.reach.address]));
    c.reach.close();
    a.reach.test(mesh(['b', b.reach.address], ['c', c.reach.address]));
    const fault = { agentId: 'c', address: c.reach.address, why: 'nobody listens there (ECONNREFUSED)' };
    await expect.poll(() => a.reach.unreachable()).toEqual([fault]);
    expect(a.said.join()).toMatch(
      /cannot reach worker host-c at 127\.0\.0\.1:\d+: nobody listens.*--advertise/,
    );
    const again = await open('c');
    a.reach.test(mesh(['b', b.reach.address], ['c', again.reach.address]));
    await expect.poll(() => a.reach.unreachable()).toEqual([]);
  });

  it('a wrong address that leads to another worker is found', async () => {
    const [a, b] = [await open('a'), await open('b')];
    a.reach.test(mesh(['c', b.reach.address]));
    await expect
      .poll(() => a.reach.unreachable().map(({ why }) => why))
      .toEqual(['another worker, b, answers there']);
  });

  it('without a port beyond those of its trainers a worker is not tested, and says so', async () => {
    const { reach, said } = await open('a', { ports: { from: 7100, to: 7101 } });
    expect(reach.address).toBe('');
    expect(said).toEqual([expect.stringContaining('--data-ports')]);
  });
});
