import {
  Client,
  type ClientDuplexStream,
  connectivityState,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import {
  ERROR_CODES,
  type ErrorCode,
  LIMITS,
  PROTOCOL_VERSION,
  VERSION,
  type wire,
} from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import type { Outbox } from '@ringmaster/scheduling';
import { secured } from '../tls/grpc-credentials.js';
import { handshakeFault, plaintextFault } from '../tls/handshake-fault.js';
import type { TlsIdentity } from '../tls/tls-identity.js';
import type { ControlCommand } from './client.js';
import { controlService } from './service.js';
import { fromGrpcStatus } from '../status.js';

type Stream = ClientDuplexStream<wire.v1.IAgentMessage, wire.v1.CoordinatorMessage>;

/** What one session asks of, and tells, the client that outlives it. */
export interface SessionEvents {
  hello(): wire.v1.IHello;
  heartbeat(): wire.v1.IHeartbeat;
  /** @throws TrainError `fenced` for an epoch that is too low: the session ends. */
  epoch(epoch: number): void;
  /** `pump` sends what is in the outbox and may leave, as far as the stream takes it. */
  connected(pump: () => void, artifactsUrl: string): void;
  command(command: ControlCommand): void;
  mayLeave(event: wire.v1.IRankEvent): boolean;
}

export interface SessionOptions {
  readonly address: () => Promise<string>;
  readonly token: () => Promise<string>;
  readonly tls?: (() => Promise<TlsIdentity | undefined>) | undefined;
  readonly outbox: Outbox;
  readonly events: SessionEvents;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const CHANNEL = {
  'grpc.keepalive_time_ms': LIMITS.agentLostMs,
  'grpc.keepalive_timeout_ms': LIMITS.agentLostMs,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.max_send_message_length': LIMITS.controlMessageBytes,
  'grpc.max_receive_message_length': LIMITS.controlMessageBytes,
  'grpc.enable_retries': 0,
  'grpc.enable_http_proxy': 0,
  'grpc.service_config_disable_resolution': 1,
  'grpc.use_local_subchannel_pool': 1,
};

/**
 * One connection, from dialling to its end. Resolves after a goodbye (the signal aborted), rejects with the cause of
 * every other end.
 */
export async function runSession(o: SessionOptions): Promise<void> {
  const address = await o.address();
  const tls = await o.tls?.();
  const client = new Client(...secured(address, tls, CHANNEL));
  try {
    await waitForReady(client, o).catch(async (cause: unknown) => {
      const who = `the coordinator at ${address}`;
      throw (await (tls ? handshakeFault(address, tls, who) : plaintextFault(address, who))) ?? cause;
    });
    await converse(client, await o.token(), o);
  } finally {
    client.close();
  }
}

/** Fails at the first refused connection: the next attempt asks for the address again, gRPC's own retry would not. */
function waitForReady(client: Client, { signal }: SessionOptions): Promise<void> {
  const channel = client.getChannel();
  const deadline = Date.now() + LIMITS.connectMs;
  const failure = (cause?: Error) =>
    new TrainError('unavailable', `no coordinator answers at ${channel.getTarget()}`, { cause });
  const settled = new AbortController();
  return new Promise<void>((resolve, reject) => {
    const look = (error?: Error) => {
      const state = channel.getConnectivityState(true);
      if (signal.aborted) reject(new TrainError('cancelled', 'the agent stops'));
      else if (state === connectivityState.READY) resolve();
      else if (error || state === connectivityState.TRANSIENT_FAILURE || state === connectivityState.SHUTDOWN)
        reject(failure(error));
      else channel.watchConnectivityState(state, deadline, look);
    };
    signal.addEventListener('abort', () => look(), { signal: settled.signal });
    look();
  }).finally(() => settled.abort());
}

function converse(client: Client, token: string, o: SessionOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    const { path, requestSerialize, responseDeserialize } = controlService.session;
    const stream: Stream = client.makeBidiStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      metadata,
    );
    const timers = createTimers(o.clock);
    let ended = false;
    let welcome = false;

    const end = (cause?: TrainError) => {
      if (ended) return;
      ended = true;
      timers.clear();
      o.signal.removeEventListener('abort', goodbye);
      if (cause) {
        stream.cancel();
        reject(cause);
      } else resolve();
    };
    const goodbye = () => {
      const deadline = o.clock.monotonicMs() + LIMITS.stopGraceMs;
      const look = () => {
        if (welcome && o.outbox.size > 0 && o.clock.monotonicMs() < deadline)
          return timers.set('goodbye', 20, look);
        stream.end();
        timers.set('goodbye', LIMITS.connectMs, () => end());
      };
      look();
    };
    const pump = createPump(stream, o);
    const onWelcome = ({ heartbeatMs, artifactsUrl }: wire.v1.IWelcome) => {
      welcome = true;
      timers.delete('welcome');
      const beat = () => {
        stream.write({ seq: 0, heartbeat: o.events.heartbeat() });
        timers.set('heartbeat', heartbeatMs || LIMITS.heartbeatMs, beat);
      };
      beat();
      o.events.connected(pump, artifactsUrl ?? '');
    };

    timers.set('welcome', LIMITS.connectMs, () =>
      end(new TrainError('deadline', `the coordinator did not answer Hello within ${LIMITS.connectMs} ms`)),
    );
    stream.on('data', (message: wire.v1.CoordinatorMessage) => {
      if (ended) return;
      try {
        receive(message, o, onWelcome);
      } catch (error) {
        end(TrainError.from(error));
      }
    });
    stream.on('error', (error: ServiceError) =>
      end(o.signal.aborted ? undefined : fromGrpcStatus(error, 'control session')),
    );
    stream.on('end', () =>
      end(o.signal.aborted ? undefined : new TrainError('unavailable', 'the coordinator ended the session')),
    );
    if (o.signal.aborted) goodbye();
    else o.signal.addEventListener('abort', goodbye, { once: true });
    stream.write({ seq: 0, hello: o.events.hello() });
  });
}

function receive(
  message: wire.v1.CoordinatorMessage,
  o: SessionOptions,
  onWelcome: (welcome: wire.v1.IWelcome) => void,
): void {
  if (message.refused) throw refusal(message.refused);
  o.events.epoch(message.epoch);
  if (message.welcome) onWelcome(message.welcome);
  else if (message.ack) o.outbox.acknowledge(message.ack.seq ?? 0);
  else if (message.assign) o.events.command({ kind: 'assign', assign: message.assign as wire.v1.Assign });
  else if (message.go) o.events.command({ kind: 'go', go: message.go as wire.v1.Go });
  else if (message.stop) o.events.command({ kind: 'stop', stop: message.stop as wire.v1.Stop });
  else if (message.resize) o.events.command({ kind: 'resize', resize: message.resize as wire.v1.Resize });
  else if (message.mesh) o.events.command({ kind: 'mesh', mesh: message.mesh as wire.v1.Mesh });
  else if (message.drain) o.events.command({ kind: 'drain', drain: message.drain as wire.v1.Drain });
}

function refusal({ code, message }: wire.v1.IRefused): TrainError {
  const known: ErrorCode = code && Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : 'incompatible';
  return new TrainError(
    known,
    `the coordinator refused this agent (agent version ${VERSION}, protocol ${PROTOCOL_VERSION}): ${message || 'no reason given'}`,
  );
}

/** Sends the outbox in order and stops while the stream's buffer is full. */
function createPump(stream: Stream, { outbox, events }: SessionOptions): () => void {
  let blocked = false;
  const pump = () => {
    while (!blocked && stream.writable) {
      const entry = outbox.next(events.mayLeave);
      if (!entry) return;
      if (stream.write({ seq: entry.seq, rankEvent: entry.event })) continue;
      blocked = true;
      stream.once('drain', () => {
        blocked = false;
        pump();
      });
    }
  };
  return pump;
}

function createTimers(clock: Clock) {
  const running = new Map<string, () => void>();
  const remove = (name: string) => {
    running.get(name)?.();
    running.delete(name);
  };
  return {
    set(name: string, ms: number, callback: () => void) {
      remove(name);
      running.set(name, clock.after(ms, callback));
    },
    delete: remove,
    clear: () => [...running.keys()].forEach(remove),
  };
}
