import { LIMITS, type wire, type WorkerView } from '@ringmaster/contracts';
import type { Logger } from '@ringmaster/core';
import type { CoordinatorBody } from './agent-link.js';
import {
  type BrokenPair,
  brokenPairs,
  keptApart,
  pairText,
  type Reach,
  type Unreachable,
} from './reachability.js';

export interface MeshOptions {
  /** The agents that are connected now. */
  readonly members: () => readonly Omit<Reach, 'unreachable'>[];
  readonly send: (agentId: string, body: CoordinatorBody) => unknown;
  /** Other pairs are broken than before. */
  readonly changed: () => void;
  readonly logger: Logger;
}

/**
 * Which agents reach each other, by what they find: each one is told whom to test, and says what it could not reach. Only
 * failures are kept, and an agent tests at most `LIMITS.meshAgents` others: its neighbours in the order of their ids. So one
 * that nobody reaches is found among any number of agents, and a heartbeat that says nothing new costs nothing.
 */
export class Mesh {
  private readonly found = new Map<string, readonly Unreachable[]>();
  /** Who came or went since the others were told. */
  private readonly news = new Set<string>();
  /** Made when it is asked for, until something changes. */
  private alone: ReadonlyMap<string, string> | undefined;

  constructor(private readonly o: MeshOptions) {}

  /** What an agent found counts no longer: it is a new one, or gone for good. */
  forget(agentId: string): void {
    this.found.delete(agentId);
    this.alone = undefined;
  }

  /** One came, came back or went. Whom that concerns learns it with the next {@link spread}. */
  changed(agentId: string): void {
    this.alone = undefined;
    this.news.add(agentId);
  }

  /** Those that came, and those that are neighbours of a change, learn whom they are to test from now on. */
  spread(): void {
    if (this.news.size === 0) return;
    const ring = this.o
      .members()
      .filter(({ probeAddress }) => probeAddress !== '')
      .sort((a, b) => (a.agentId < b.agentId ? -1 : 1));
    const concerned = new Set<number>();
    for (const agentId of this.news) {
      const from = ring.findIndex((one) => one.agentId >= agentId);
      const at = from < 0 ? ring.length : from;
      // Where it has gone, the one that has its place now is a neighbour too.
      for (const place of [at, ...neighboursOf(ring, at)]) concerned.add(place);
    }
    this.news.clear();
    for (const place of concerned) {
      const peers = neighboursOf(ring, place).flatMap((other) => peerOf(ring[other]));
      const agent = ring[place];
      if (agent) this.o.send(agent.agentId, { mesh: { peers } });
    }
  }

  heard(agentId: string, said: readonly wire.v1.Unreachable.$Properties[]): void {
    const known = this.found.get(agentId) ?? [];
    const found = said.slice(0, LIMITS.meshAgents).map(unreachableOf);
    if (isSame(found, known)) return;
    const before = new Set(this.brokenFor(agentId));
    if (found.length === 0) this.found.delete(agentId);
    else this.found.set(agentId, found);
    const now = this.brokenFor(agentId);
    const isNew = (text: string) => !before.has(text);
    for (const text of now.filter(isNew)) this.o.logger.warn(text);
    if (now.length === before.size && !now.some(isNew)) return;
    this.alone = undefined;
    this.o.changed();
  }

  /** Agents that work alone, with the reason. */
  apart(): ReadonlyMap<string, string> {
    return (this.alone ??= keptApart(this.reaches()));
  }

  /** Of each agent that does not reach another one: which, and why. */
  views(): ReadonlyMap<string, NonNullable<WorkerView['unreachable']>> {
    const views = new Map<string, NonNullable<WorkerView['unreachable']>>();
    for (const pair of this.broken()) {
      const { from, to } = pair;
      views.set(from.agentId, [
        ...(views.get(from.agentId) ?? []),
        { agentId: to.agentId, reason: pairText(pair) },
      ]);
    }
    return views;
  }

  private broken(): readonly BrokenPair[] {
    return brokenPairs(this.reaches());
  }

  /** What of the present pairs this agent says. */
  private brokenFor(agentId: string): readonly string[] {
    const unreachable = this.found.get(agentId) ?? [];
    if (unreachable.length === 0) return [];
    const named = new Set([agentId, ...unreachable.map((one) => one.agentId)]);
    const reaches = this.o
      .members()
      .filter((one) => named.has(one.agentId))
      .map((one) => ({ ...one, unreachable: one.agentId === agentId ? unreachable : [] }));
    return brokenPairs(reaches).map(pairText);
  }

  private reaches(): readonly Reach[] {
    return this.o
      .members()
      .map((member) => ({ ...member, unreachable: this.found.get(member.agentId) ?? [] }));
  }
}

/** Places of the others that one tests: half of them before it, half behind, in a ring; all where they are not more. */
function neighboursOf({ length }: { readonly length: number }, at: number): readonly number[] {
  if (length <= LIMITS.meshAgents + 1)
    return Array.from({ length }, (_, place) => place).filter((place) => place !== at);
  const half = LIMITS.meshAgents / 2;
  return Array.from({ length: LIMITS.meshAgents }, (_, i) => {
    const by = i < half ? i + 1 : half - i - 1;
    return (at + by + length) % length;
  });
}

const peerOf = (agent: Omit<Reach, 'unreachable'> | undefined): readonly wire.v1.IMeshPeer[] =>
  agent ? [{ agentId: agent.agentId, name: agent.name, address: agent.probeAddress }] : [];

const isSame = (a: readonly Unreachable[], b: readonly Unreachable[]): boolean =>
  a.length === b.length &&
  a.every(({ agentId, address, why }, i) => {
    const other = b[i];
    return agentId === other?.agentId && address === other.address && why === other.why;
  });

const unreachableOf = ({ agentId, address, why }: wire.v1.Unreachable.$Properties): Unreachable => ({
  agentId: agentId ?? '',
  address: address ?? '',
  why: (why ?? '').slice(0, LIMITS.reasonChars),
});
