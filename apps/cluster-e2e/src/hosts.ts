import { execFileSync } from 'node:child_process';

/** Hosts with addresses of their own, as network namespaces on one bridge (ip-netns(8)). */
export interface Hosts {
  readonly addresses: readonly string[];
  /** Puts a command line on the host with this number. */
  readonly on: (host: number) => readonly string[];
  /** Pulls the plug of a host: nothing comes in or out, and nobody is told. */
  unplug(host: number): void;
  plug(host: number): void;
  /** What one host sends to another arrives nowhere; the other way stays open. */
  lose(from: number, to: number): void;
  find(from: number, to: number): void;
  /** Processes on it. */
  pids(host: number): readonly number[];
  remove(): void;
}

const NOBODY = '02:00:00:00:00:fe';

const ip = (...args: string[]): void =>
  void execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });

/** Why this machine cannot have such hosts; undefined when it can. */
export function noHostsBecause(): string | undefined {
  const probe = `rm-probe-${process.pid}`;
  try {
    ip('netns', 'add', probe);
    ip('netns', 'del', probe);
    return undefined;
  } catch (error) {
    return `network namespaces cannot be made here (they need root and iproute2): ${String(error).split('\n')[0]}`;
  }
}

/** The first host has the bridge. */
export function createHosts(count: number): Hosts {
  // Below 256, and another one for each test process; the namespaces keep equal addresses apart anyway.
  const subnet = `10.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}`;
  const name = (host: number) => `rm${process.pid}h${host}`;
  const addresses = Array.from({ length: count }, (_, host) => `${subnet}.${host + 1}`);
  const on = (host: number) => ['ip', 'netns', 'exec', name(host)];
  const inside = (host: number, ...args: string[]) => ip('netns', 'exec', name(host), 'ip', ...args);
  addresses.forEach((address, host) => {
    ip('netns', 'add', name(host));
    inside(host, 'link', 'set', 'lo', 'up');
    const own = host === 0 ? 'br0' : 'eth0';
    if (host === 0) inside(0, 'link', 'add', 'br0', 'type', 'bridge');
    else inside(0, 'link', 'add', `h${host}`, 'type', 'veth', 'peer', 'name', own, 'netns', name(host));
    inside(host, 'addr', 'add', `${address}/24`, 'dev', own);
    inside(host, 'link', 'set', own, 'up');
    if (host > 0) inside(0, 'link', 'set', `h${host}`, 'master', 'br0', 'up');
  });
  // Of nobody on the bridge: a permanent neighbour entry sends packets there without a sign (ip-neighbour(8)).
  const neighbour = (verb: string, from: number, to: number, ...more: string[]) => {
    const link = from === 0 ? 'br0' : 'eth0';
    inside(from, 'neigh', verb, addresses[to] ?? '', ...more, 'dev', link);
  };
  return {
    addresses,
    on,
    unplug: (host) => inside(0, 'link', 'set', `h${host}`, 'down'),
    plug: (host) => inside(0, 'link', 'set', `h${host}`, 'up'),
    lose: (from, to) => neighbour('replace', from, to, 'lladdr', NOBODY, 'nud', 'permanent'),
    find: (from, to) => neighbour('del', from, to),
    pids: (host) =>
      execFileSync('ip', ['netns', 'pids', name(host)], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => line !== '')
        .map(Number),
    remove: () => addresses.forEach((_, host) => ip('netns', 'del', name(host))),
  };
}
