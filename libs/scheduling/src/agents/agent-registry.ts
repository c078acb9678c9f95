import { LIMITS, type wire, type WorkerView } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { type Deliveries, deliveriesOf } from '../attempts/deliveries.js';
import type { AgentLink, AgentLinkListener, CoordinatorBody } from './agent-link.js';
import { type ConnectedAgent, memoryOf, slotsOf } from './connected-agent.js';
import { createEventInbox, type EventInbox } from './event-inbox.js';
import { judgeLaterEpoch } from './later-epoch.js';
import { Mesh } from './mesh.js';

/** What the registry tells of its agents. */
export interface AgentEvents {
  /** An agent came or came back; `running` is what it says it runs. */
  hello(agentId: string, running: readonly wire.v1.RunningRank.$Properties[]): void;
  /** Resolves when the event is durable. */
  rankEvent(agentId: string, event: wire.v1.RankEvent): Promise<void>;
  /** Checkpoints that an agent has for the store; told when it comes and with every heartbeat. */
  readonly delivering?: Deliveries['heard'];
  /** An agent that this coordinator has not served knows a later epoch than its own: it is to take one above it. */
  readonly laterEpoch?: (epoch: number) => void;
  /** Something changed that admission may care about. */
  changed(): void;
}

/** Who is there. Silence of `LIMITS.agentLostMs` is loss; a broken stream may come back within that time. */
export interface AgentRegistry {
  accept(link: AgentLink): AgentLinkListener;
  connected(): readonly ConnectedAgent[];
  /**
   * `silent`: not heard of for `LIMITS.agentLostMs`; its ranks may go on all the same, and be taken over by its successor.
   * `gone`: it said goodbye, its token was revoked, it was never seen, or is silent for longer than any rank goes on without it.
   */
  presence(agentId: string): Presence;
  /**
   * Asks an agent to let its ranks leave and to exit; from now on it gets no new ones.
   * @throws TrainError `not_found` | `conflict` when it has left | `unavailable` when there is no stream to it now
   */
  drain(agentId: string, order: DrainOrder): void;
  /** False when there is no stream to it now. */
  send(agentId: string, body: CoordinatorBody): boolean;
  /** Who holds a slot is the caller's knowledge. */
  views(holder: (agentId: string, slot: number) => { jobId: string; rank: number } | undefined): WorkerView[];
  /** Finds the silent ones, and tells all whom they are to test; called regularly. */
  sweep(): void;
  close(): void;
}

export type Presence = 'here' | 'silent' | 'gone';

/** How an agent is to leave. */
export interface DrainOrder {
  readonly reason: string;
  readonly graceMs: number;
}

interface Agent {
  hello: wire.v1.Hello;
  link: AgentLink | undefined;
  lastHeardMs: number;
  lost: boolean;
  /** Lost because it said goodbye, or may not come back. */
  left: boolean;
  /** It said so, or was told to. */
  draining: boolean;
  drainOrder: DrainOrder | undefined;
  busy: ReadonlySet<number>;
  warmTrainers: number;
  memory: ConnectedAgent['memory'];
  inbox: EventInbox;
}

export interface AgentRegistryOptions {
  readonly events: AgentEvents;
  /** Of this coordinator; agents that served a later one are turned away. */
  readonly epoch: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Of a link that was refused. */
const UNHEARD: AgentLinkListener = { message: () => undefined, ended: () => undefined };

export function createAgentRegistry(options: AgentRegistryOptions): AgentRegistry {
  return new Agents(options);
}

class Agents implements AgentRegistry {
  private readonly agents = new Map<string, Agent>();
  /** Whoever this coordinator has served, also when it has left long ago, with the name on its certificate. */
  private readonly served = new Map<string, string | undefined>();
  private readonly closing = new AbortController();
  private readonly mesh: Mesh;
  private lastSweepMs: number;

  constructor(private readonly o: AgentRegistryOptions) {
    this.lastSweepMs = o.clock.monotonicMs();
    this.mesh = new Mesh({
      members: () => [...this.agents.values()].filter(({ link }) => link).map(memberOf),
      send: (agentId, body) => this.send(agentId, body),
      changed: () => o.events.changed(),
      logger: o.logger,
    });
  }

  readonly accept = (link: AgentLink): AgentLinkListener => {
    const { agentId, name, host, slots, running, highestEpochSeen } = link.hello;
    const owner = this.served.get(agentId);
    if (owner !== undefined && owner !== link.certificate) {
      link.refuse(
        'forbidden',
        `worker ${agentId} is that of the certificate ${owner}, not of ${link.certificate ?? 'none'}`,
      );
      return UNHEARD;
    }
    if (highestEpochSeen > this.o.epoch) return this.turnAway(link);
    this.served.set(agentId, link.certificate);
    const agent = this.arrive(link);
    const facts = { agent: agentId, name, host, slots: slots.length, running: running.length };
    this.o.logger.info('an agent is here', facts);
    this.o.events.hello(agentId, running);
    this.o.events.delivering?.(link.hello, deliveriesOf(link.hello.deliveries ?? []));
    this.mesh.changed(agentId);
    this.o.events.changed();
    return {
      message: (message) => agent.link === link && this.heard(agent, message),
      ended: (how, message) => agent.link === link && this.disconnected(agent, how, message),
    };
  };

  readonly connected = (): readonly ConnectedAgent[] => {
    const apart = this.mesh.apart();
    return [...this.agents.values()]
      .filter((agent) => agent.link)
      .map(({ hello, busy, memory, draining }) => {
        const why = apart.get(hello.agentId);
        return {
          draining,
          agentId: hello.agentId,
          engine: hello.engine,
          host: hello.host,
          dataSets: hello.dataSets,
          allowCode: hello.allowCode,
          memory,
          ...(why !== undefined && { apart: why }),
          slots: slotsOf(hello, busy),
        };
      });
  };

  readonly presence = (agentId: string): Presence => {
    const agent = this.agents.get(agentId);
    if (!agent || agent.left) return 'gone';
    if (!agent.lost) return 'here';
    const silentMs = this.o.clock.monotonicMs() - agent.lastHeardMs;
    return silentMs > LIMITS.agentGoneMs ? 'gone' : 'silent';
  };

  drain(agentId: string, order: DrainOrder): void {
    const agent = this.agents.get(agentId);
    if (!agent)
      throw new TrainError('not_found', `there is no worker ${agentId}; "ringmaster worker ls" lists them`);
    const who = `worker ${agent.hello.name} (${agentId})`;
    if (agent.lost) throw new TrainError('conflict', `${who} is ${agent.left ? 'gone' : 'lost'} already`);
    if (!agent.link)
      throw new TrainError('unavailable', `${who} has no connection right now; try again in a moment`);
    this.o.logger.info('an agent is told to drain', { agent: agentId, ...order });
    agent.drainOrder = order;
    agent.draining = true;
    agent.link.send({ drain: { ...order } });
    this.o.events.changed();
  }

  send(agentId: string, body: CoordinatorBody): boolean {
    const link = this.agents.get(agentId)?.link;
    link?.send(body);
    return link !== undefined;
  }

  readonly views: AgentRegistry['views'] = (holder) => {
    const unreachable = this.mesh.views();
    return [...this.agents.values()].map(({ hello, busy, lastHeardMs, warmTrainers, ...agent }) => {
      const { agentId, name, host, version, engine } = hello;
      const found = unreachable.get(agentId);
      return {
        ...{ agentId, name, host, version, engine, warmTrainers },
        ...(found && { unreachable: [...found] }),
        state: stateOf(agent),
        slots: slotsOf(hello, busy).map(({ slot, device, cpuThreads }) => ({
          slot,
          device,
          cpuThreads,
          ...holder(agentId, slot),
        })),
        heartbeatAgeMs: Math.round(this.o.clock.monotonicMs() - lastHeardMs),
      };
    });
  };

  sweep(): void {
    const now = this.o.clock.monotonicMs();
    // This process slept, not the agents: their heartbeats are still waiting to be read.
    const overslept = now - this.lastSweepMs > LIMITS.agentLostMs / 2;
    this.lastSweepMs = now;
    for (const [agentId, agent] of this.agents) {
      if (overslept || agent.inbox.congested) agent.lastHeardMs = now;
      const silentMs = now - agent.lastHeardMs;
      if (!agent.lost && silentMs > LIMITS.agentLostMs)
        this.lose(agent, `silent for ${Math.round(silentMs)} ms`);
      if (!agent.lost || silentMs <= LIMITS.coordinatorGraceMs) continue;
      this.agents.delete(agentId);
      this.mesh.forget(agentId);
    }
    this.mesh.spread();
  }

  close(): void {
    this.closing.abort();
    for (const agent of this.agents.values()) detach(agent)?.close();
  }

  private turnAway(link: AgentLink): AgentLinkListener {
    const { agentId, highestEpochSeen: seen } = link.hello;
    const wasHere = this.served.has(agentId);
    const { code, message, raise } = judgeLaterEpoch({ seen, epoch: this.o.epoch, wasHere });
    link.refuse(code, message);
    if (raise) this.o.events.laterEpoch?.(seen);
    return UNHEARD;
  }

  private arrive(link: AgentLink): Agent {
    const { hello } = link;
    const before = this.agents.get(hello.agentId);
    // Detached first, so that its end is not taken for the loss of the agent.
    const old = before && detach(before);
    const busy = new Set(hello.running.map((rank) => rank.slot ?? 0));
    // An agent that never saw an epoch is a new process: it numbers its events from 1 again.
    const inbox = before && hello.highestEpochSeen > 0 ? before.inbox : this.newInbox(hello.agentId);
    const agent: Agent = before ?? {
      hello,
      link,
      lastHeardMs: 0,
      lost: false,
      left: false,
      draining: false,
      drainOrder: undefined,
      busy,
      warmTrainers: 0,
      memory: undefined,
      inbox,
    };
    // A new process has been told nothing yet, and begins anew.
    if (hello.highestEpochSeen === 0) Object.assign(agent, { draining: false, drainOrder: undefined });
    Object.assign(agent, { hello, link, inbox, busy, lost: false, left: false });
    this.mesh.forget(hello.agentId);
    agent.lastHeardMs = this.o.clock.monotonicMs();
    if (agent.drainOrder && !hello.draining) link.send({ drain: { ...agent.drainOrder } });
    agent.draining ||= hello.draining;
    this.agents.set(hello.agentId, agent);
    old?.close();
    return agent;
  }

  private newInbox(agentId: string): EventInbox {
    const { events, clock, logger } = this.o;
    return createEventInbox({
      handle: (event) => events.rankEvent(agentId, event),
      acknowledge: (seq) => this.agents.get(agentId)?.link?.send({ ack: { seq } }),
      onCongestion: (congested) => {
        const agent = this.agents.get(agentId);
        if (agent) agent.lastHeardMs = clock.monotonicMs();
        if (congested) agent?.link?.pause();
        else agent?.link?.resume();
      },
      clock,
      logger,
      signal: this.closing.signal,
    });
  }

  private heard(agent: Agent, message: wire.v1.AgentMessage): void {
    agent.lastHeardMs = this.o.clock.monotonicMs();
    if (message.heartbeat) {
      agent.busy = new Set(message.heartbeat.busySlots ?? []);
      agent.warmTrainers = message.heartbeat.warmTrainers ?? 0;
      agent.memory = memoryOf(message.heartbeat);
      this.mesh.heard(agent.hello.agentId, message.heartbeat.unreachable ?? []);
      this.o.events.delivering?.(agent.hello, deliveriesOf(message.heartbeat.deliveries ?? []));
      if (message.heartbeat.draining && !agent.draining) {
        agent.draining = true;
        this.o.events.changed();
      }
    } else if (message.rankEvent) agent.inbox.push(message.seq, message.rankEvent as wire.v1.RankEvent);
  }

  private disconnected(agent: Agent, how: 'goodbye' | 'revoked' | 'lost', why: string): void {
    agent.link = undefined;
    if (how !== 'lost') {
      agent.left = true;
      this.lose(agent, why);
    } else this.o.logger.info('an agent lost its connection', { agent: agent.hello.agentId, why });
  }

  private lose(agent: Agent, why: string): void {
    if (agent.lost) return;
    agent.lost = true;
    detach(agent)?.close();
    this.o.logger.warn('an agent is lost', { agent: agent.hello.agentId, name: agent.hello.name, why });
    this.mesh.changed(agent.hello.agentId);
    this.o.events.changed();
  }
}

const stateOf = ({ lost, left, draining }: Pick<Agent, 'lost' | 'left' | 'draining'>): WorkerView['state'] =>
  lost ? (left ? 'left' : 'lost') : draining ? 'draining' : 'ready';

/** Its end means nothing any more. */
function detach(agent: Agent): AgentLink | undefined {
  const { link } = agent;
  agent.link = undefined;
  return link;
}

const memberOf = ({ hello: { agentId, name, probeAddress } }: Agent) => ({
  agentId,
  name,
  probeAddress: probeAddress ?? '',
});
