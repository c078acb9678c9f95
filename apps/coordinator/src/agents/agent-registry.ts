import { LIMITS, type wire, type WorkerView } from '@ringmaster/contracts';
import type { Clock, Logger } from '@ringmaster/core';
import type { AgentLink, AgentLinkListener, CoordinatorBody } from '@ringmaster/rpc';
import { createEventInbox, type EventInbox } from './event-inbox.js';

/** What the registry tells of its agents. */
export interface AgentEvents {
  /** An agent came or came back; `running` is what it says it runs. */
  hello(agentId: string, running: readonly wire.v1.RunningRank.$Properties[]): void;
  /** Resolves when the event is durable. */
  rankEvent(agentId: string, event: wire.v1.RankEvent): Promise<void>;
  /** Something changed that admission may care about. */
  changed(): void;
}

export interface AgentSlot {
  readonly slot: number;
  readonly device: string;
  readonly cpuThreads: number;
  /** The agent says that a process holds it. */
  readonly busy: boolean;
}
export interface ConnectedAgent {
  readonly agentId: string;
  readonly engine: string;
  readonly slots: readonly AgentSlot[];
}

/** Who is there. Silence of `LIMITS.agentLostMs` is loss; a broken stream may come back within that time. */
export interface AgentRegistry {
  accept(link: AgentLink): AgentLinkListener;
  connected(): readonly ConnectedAgent[];
  /** True for agents that are silent for too long, said goodbye, or were never seen. */
  isLost(agentId: string): boolean;
  /** False when there is no stream to it now. */
  send(agentId: string, body: CoordinatorBody): boolean;
  /** Who holds a slot is the caller's knowledge. */
  views(holder: (agentId: string, slot: number) => { jobId: string; rank: number } | undefined): WorkerView[];
  /** Finds the silent ones; called regularly. */
  sweep(): void;
  close(): void;
}

interface Agent {
  hello: wire.v1.Hello;
  link: AgentLink | undefined;
  lastHeardMs: number;
  lost: boolean;
  busy: ReadonlySet<number>;
  warmTrainers: number;
  inbox: EventInbox;
}

export interface AgentRegistryOptions {
  readonly events: AgentEvents;
  /** Of this coordinator; agents that served a later one are turned away. */
  readonly epoch: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createAgentRegistry({ events, epoch, clock, logger }: AgentRegistryOptions): AgentRegistry {
  const agents = new Map<string, Agent>();
  const closing = new AbortController();
  let lastSweepMs = clock.monotonicMs();

  const newInbox = (agentId: string): EventInbox =>
    createEventInbox({
      handle: (event) => events.rankEvent(agentId, event),
      acknowledge: (seq) => agents.get(agentId)?.link?.send({ ack: { seq } }),
      onCongestion: (congested) => {
        const agent = agents.get(agentId);
        if (agent) agent.lastHeardMs = clock.monotonicMs();
        if (congested) agent?.link?.pause();
        else agent?.link?.resume();
      },
      clock,
      logger,
      signal: closing.signal,
    });

  const arrive = (link: AgentLink): Agent => {
    const { hello } = link;
    const before = agents.get(hello.agentId);
    // Detached first, so that its end is not taken for the loss of the agent.
    const old = before?.link;
    const busy = new Set(hello.running.map((rank) => rank.slot ?? 0));
    // An agent that never saw an epoch is a new process: it numbers its events from 1 again.
    const inbox = before && hello.highestEpochSeen > 0 ? before.inbox : newInbox(hello.agentId);
    const agent: Agent = before ?? { hello, link, lastHeardMs: 0, lost: false, busy, warmTrainers: 0, inbox };
    Object.assign(agent, { hello, link, inbox, busy, lost: false, lastHeardMs: clock.monotonicMs() });
    agents.set(hello.agentId, agent);
    old?.close();
    return agent;
  };

  const lose = (agent: Agent, why: string): void => {
    if (agent.lost) return;
    agent.lost = true;
    const { link } = agent;
    agent.link = undefined;
    link?.close();
    logger.warn('an agent is lost', { agent: agent.hello.agentId, name: agent.hello.name, why });
    events.changed();
  };

  const accept = (link: AgentLink): AgentLinkListener => {
    if (link.hello.highestEpochSeen > epoch) {
      link.refuse(
        'fenced',
        `the agent has served epoch ${link.hello.highestEpochSeen}, this coordinator is epoch ${epoch}: it is outdated, or its home lost its epoch file`,
      );
      return { message: () => undefined, ended: () => undefined };
    }
    const agent = arrive(link);
    const { agentId, name, host, slots, running } = link.hello;
    logger.info('an agent is here', {
      agent: agentId,
      name,
      host,
      slots: slots.length,
      running: running.length,
    });
    events.hello(agentId, running);
    events.changed();
    return {
      message(message) {
        if (agent.link !== link) return;
        agent.lastHeardMs = clock.monotonicMs();
        if (message.heartbeat) {
          agent.busy = new Set(message.heartbeat.busySlots ?? []);
          agent.warmTrainers = message.heartbeat.warmTrainers ?? 0;
        } else if (message.rankEvent) agent.inbox.push(message.seq, message.rankEvent as wire.v1.RankEvent);
      },
      ended(how, message) {
        if (agent.link !== link) return;
        agent.link = undefined;
        if (how === 'goodbye') lose(agent, message);
        else logger.info('an agent lost its connection', { agent: agentId, why: message });
      },
    };
  };

  const sweep = (): void => {
    const now = clock.monotonicMs();
    // This process slept, not the agents: their heartbeats are still waiting to be read.
    const overslept = now - lastSweepMs > LIMITS.agentLostMs / 2;
    lastSweepMs = now;
    for (const [agentId, agent] of agents) {
      if (overslept || agent.inbox.congested) agent.lastHeardMs = now;
      const silentMs = now - agent.lastHeardMs;
      if (!agent.lost && silentMs > LIMITS.agentLostMs) lose(agent, `silent for ${Math.round(silentMs)} ms`);
      if (agent.lost && silentMs > LIMITS.coordinatorGraceMs) agents.delete(agentId);
    }
  };

  return {
    accept,
    sweep,
    connected: () =>
      [...agents.values()]
        .filter((agent) => agent.link)
        .map(({ hello, busy }) => ({
          agentId: hello.agentId,
          engine: hello.engine,
          slots: slotsOf(hello, busy),
        })),
    isLost: (agentId) => agents.get(agentId)?.lost ?? true,
    send(agentId, body) {
      const link = agents.get(agentId)?.link;
      link?.send(body);
      return link !== undefined;
    },
    views: (holder) =>
      [...agents.values()].map((agent) => ({
        agentId: agent.hello.agentId,
        name: agent.hello.name,
        host: agent.hello.host,
        version: agent.hello.version,
        state: agent.lost ? ('lost' as const) : ('ready' as const),
        slots: slotsOf(agent.hello, agent.busy).map(({ slot, device, cpuThreads }) => ({
          slot,
          device,
          cpuThreads,
          ...holder(agent.hello.agentId, slot),
        })),
        heartbeatAgeMs: Math.round(clock.monotonicMs() - agent.lastHeardMs),
        warmTrainers: agent.warmTrainers,
        engine: agent.hello.engine,
      })),
    close() {
      closing.abort();
      for (const agent of agents.values()) {
        const { link } = agent;
        agent.link = undefined;
        link?.close();
      }
    },
  };
}

function slotsOf(hello: wire.v1.Hello, busy: ReadonlySet<number>): readonly AgentSlot[] {
  return hello.slots.map(({ slot, device, cpuThreads }) => ({
    slot: slot ?? 0,
    device: device ?? 'cpu',
    cpuThreads: cpuThreads ?? 1,
    busy: busy.has(slot ?? 0),
  }));
}
