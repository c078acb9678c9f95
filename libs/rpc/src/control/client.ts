import { LIMITS, PROTOCOL_VERSION, VERSION, wire } from '@ringmaster/contracts';
import { type Clock, type Logger, sleep, TrainError } from '@ringmaster/core';
import { createOutbox } from '@ringmaster/scheduling';
import type { TlsIdentity } from '../tls/tls-identity.js';
import { runSession, type SessionEvents } from './session.js';

/** What the coordinator orders; everything else of the protocol is the client's own business. */
export type ControlCommand =
  | { readonly kind: 'assign'; readonly assign: wire.v1.Assign }
  | { readonly kind: 'go'; readonly go: wire.v1.Go }
  | { readonly kind: 'stop'; readonly stop: wire.v1.Stop }
  | { readonly kind: 'resize'; readonly resize: wire.v1.Resize }
  | { readonly kind: 'drain'; readonly drain: wire.v1.Drain }
  | { readonly kind: 'mesh'; readonly mesh: wire.v1.Mesh };

/** The facts of an agent that it knows itself; version, protocol and epoch are added by the client. */
export type AgentFacts = Pick<
  wire.v1.IHello,
  | 'agentId'
  | 'name'
  | 'host'
  | 'slots'
  | 'running'
  | 'engine'
  | 'dataSets'
  | 'draining'
  | 'probeAddress'
  | 'allowCode'
  | 'deliveries'
>;

export interface ControlClientOptions {
  /** `host:port` of the coordinator, asked for before every connection: it may have moved. */
  address(): Promise<string>;
  /** Bearer token, asked for before every connection. */
  token(): Promise<string>;
  /** Certificates, asked for before every connection: they may have been renewed. Without them nothing is encrypted. */
  tls?(): Promise<TlsIdentity | undefined>;
  /** Called for every Hello. */
  facts(): AgentFacts;
  heartbeat(): wire.v1.IHeartbeat;
  onCommand(command: ControlCommand): void;
  /** The session is up, after a Welcome that says where artifacts go from now on ("": where they went). */
  onConnected?(artifactsUrl: string): void;
  /** Something else has to be there before this event: it waits, until it is sent with a later one. Default: none does. */
  holdsBack?(event: wire.v1.IRankEvent): boolean;
  /** The session was lost; the client is already trying again. */
  onDisconnected?(cause: TrainError): void;
  clock: Clock;
  logger: Logger;
}

/** An agent's session with the coordinator, kept up over reconnects. */
export interface ControlClient {
  /**
   * Queues an event. Events arrive in order and at least once; the coordinator drops what it has by its number. `settled` is
   * called with true when it is durable there, with false when it was dropped for want of room.
   */
  send(event: wire.v1.IRankEvent, settled?: (isThere: boolean) => void): void;
  /** Events that the coordinator has not acknowledged. */
  readonly unacknowledged: number;
  readonly connected: boolean;
  /**
   * Dials, says Hello, and dials again whenever the session breaks, until the signal aborts; then waits at most
   * `LIMITS.stopGraceMs` for the last acknowledgements and ends the stream, which is the agent's goodbye.
   * @throws TrainError `incompatible` | `unauthenticated` | … when the coordinator refuses this agent for good
   */
  run(signal: AbortSignal): Promise<void>;
}

/** The agent's side of `Control.Session` (proto/ringmaster/v1/control.proto). */
export function createControlClient(o: ControlClientOptions): ControlClient {
  const outbox = createOutbox({ events: LIMITS.outboxEvents, bytes: LIMITS.outboxBytes });
  const state = { connected: false, wasWelcome: false, highestEpoch: 0, pump: NOT_YET };

  const send: ControlClient['send'] = (event, settled) => {
    outbox.push(event, wire.v1.RankEvent.encode(event).len, settled);
    state.pump();
  };

  const events: SessionEvents = {
    hello: () => ({
      ...o.facts(),
      version: VERSION,
      protocol: PROTOCOL_VERSION,
      highestEpochSeen: state.highestEpoch,
    }),
    heartbeat: o.heartbeat,
    epoch: (epoch) => {
      if (epoch < state.highestEpoch)
        throw new TrainError(
          'fenced',
          `coordinator of epoch ${epoch} is older than epoch ${state.highestEpoch}, which this agent has served`,
        );
      state.highestEpoch = epoch;
    },
    connected: (pump, artifactsUrl) => {
      state.connected = true;
      state.wasWelcome = true;
      for (const { count, ...rank } of outbox.takeDropped())
        send({ ...rank, log: { linesJson: [lostNote(o, count)] } });
      o.onConnected?.(artifactsUrl);
      state.pump = pump;
      pump();
    },
    command: o.onCommand,
    mayLeave: (event) => !o.holdsBack?.(event),
  };

  async function run(signal: AbortSignal): Promise<void> {
    let delayMs: number = LIMITS.reconnectBaseMs;
    while (!signal.aborted) {
      outbox.rewind();
      const cause = await runSession({ ...o, outbox, events, signal }).then(
        () => undefined,
        (error: unknown) => TrainError.from(error),
      );
      const wasConnected = state.connected;
      state.connected = false;
      state.pump = NOT_YET;
      if (signal.aborted || !cause) return;
      // A certificate that ran out while ranks run can be renewed under them.
      const mayPass = cause.details?.['kind'] === 'tls' && state.wasWelcome;
      if (isFinal(cause) && !mayPass) throw cause;
      if (wasConnected) {
        delayMs = LIMITS.reconnectBaseMs;
        o.onDisconnected?.(cause);
      }
      o.logger.warn('no session with the coordinator; trying again', { cause: cause.message, delayMs });
      // Up to half of the pause is random, so that a fleet does not come back in one instant.
      await sleep(o.clock, delayMs * (0.5 + Math.random() / 2), signal).catch(() => undefined);
      delayMs = Math.min(delayMs * 2, LIMITS.reconnectMaxMs);
    }
  }

  return {
    send,
    run,
    get unacknowledged() {
      return outbox.size;
    },
    get connected() {
      return state.connected;
    },
  };
}

const NOT_YET = (): void => undefined;

/** Refusals that another attempt would only meet again. */
const isFinal = (cause: TrainError): boolean =>
  cause.code === 'incompatible' ||
  cause.code === 'unauthenticated' ||
  cause.code === 'forbidden' ||
  cause.code === 'invalid';

function lostNote(o: ControlClientOptions, count: number): string {
  return JSON.stringify({
    at: new Date(o.clock.wallMs()).toISOString(),
    source: 'agent',
    level: 'warn',
    message: `${count} progress, metric and log reports were dropped while the coordinator was away`,
  });
}
