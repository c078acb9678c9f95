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

/** Which agents reach each other, by what they find: each one is told whom to test, and says what it could not reach. */
export class Mesh {
  private readonly found = new Map<string, readonly Unreachable[]>();

  constructor(private readonly o: MeshOptions) {}

  /** What an agent found counts no longer: it is a new one, or gone for good. */
  forget(agentId: string): void {
    this.found.delete(agentId);
  }

  /** Each agent that has a door learns of the others that have one, as far as they are not too many. */
  spread(): void {
    const here = this.o.members().filter(({ probeAddress }) => probeAddress !== '');
    if (here.length > LIMITS.meshAgents) return;
    for (const { agentId } of here) {
      const others = here.filter((one) => one.agentId !== agentId);
      const peers = others.map(({ probeAddress: address, ...one }) => ({ ...one, address }));
      this.o.send(agentId, { mesh: { peers } });
    }
  }

  heard(agentId: string, said: readonly wire.v1.Unreachable.$Properties[]): void {
    if (said.length === 0 && !this.found.has(agentId)) return;
    const before = new Set(this.broken().map(pairText));
    if (said.length === 0) this.found.delete(agentId);
    else this.found.set(agentId, said.slice(0, LIMITS.meshAgents).map(unreachableOf));
    const now = this.broken().map(pairText);
    const isNew = (text: string) => !before.has(text);
    for (const text of now.filter(isNew)) this.o.logger.warn(text);
    if (now.length !== before.size || now.some(isNew)) this.o.changed();
  }

  /** Agents that work alone, with the reason. */
  apart(): ReadonlyMap<string, string> {
    return keptApart(this.reaches());
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

  private reaches(): readonly Reach[] {
    return this.o
      .members()
      .map((member) => ({ ...member, unreachable: this.found.get(member.agentId) ?? [] }));
  }
}

const unreachableOf = ({ agentId, address, why }: wire.v1.Unreachable.$Properties): Unreachable => ({
  agentId: agentId ?? '',
  address: address ?? '',
  why: (why ?? '').slice(0, LIMITS.reasonChars),
});
