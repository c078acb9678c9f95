import { Server, type ServerDuplexStream, status } from '@grpc/grpc-js';
import { joinProblem, LIMITS, speaker, type wire } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import type { AgentLink, AgentLinkListener, CoordinatorBody } from '@ringmaster/scheduling';
import { hostPort } from '../http/listen-address.js';
import { serverCredentials } from '../tls/grpc-credentials.js';
import type { TlsIdentity } from '../tls/tls-identity.js';
import { bearerToken } from './bearer.js';
import { checkHello } from './hello.js';
import { controlService } from './service.js';

export interface ControlServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Whether a token lets an agent in. */
  readonly admits: (token: string) => boolean;
  /** With it only agents with a certificate of its authority come in; without it nothing is encrypted. */
  readonly tls?: TlsIdentity | undefined;
  /** Asked for with every message. */
  readonly epoch: () => number;
  /** Where ranks find the artifact routes; asked for with every Welcome. */
  readonly artifactsUrl?: () => string;
  /** An agent said a valid Hello; the Welcome is on its way. */
  readonly onAgent: (link: AgentLink) => AgentLinkListener;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface ControlServer {
  /** `host:port` that agents dial. */
  readonly address: string;
  /** Ends the sessions whose tokens are not admitted any more, and tells their agents why. */
  recheck(): void;
  /** Ends all sessions and stops listening. */
  close(): Promise<void>;
}

type Stream = ServerDuplexStream<wire.v1.AgentMessage, wire.v1.CoordinatorMessage.$Properties>;

const GOODBYE_MS = 50;
const MAX_NAME = 64;

const CHANNEL = {
  'grpc.max_receive_message_length': LIMITS.controlMessageBytes,
  'grpc.max_send_message_length': LIMITS.controlMessageBytes,
  'grpc.keepalive_time_ms': LIMITS.agentLostMs,
  'grpc.keepalive_timeout_ms': LIMITS.agentLostMs,
  'grpc.max_concurrent_streams': LIMITS.controlStreams,
  // A connection without a session is nobody's.
  'grpc.max_connection_idle_ms': LIMITS.connectMs,
};

/**
 * The coordinator's side of `Control.Session` (proto/ringmaster/v1/control.proto). The token is checked before any
 * message is looked at; the first message must be a Hello of this protocol version, within `LIMITS.connectMs`.
 * @throws TrainError `unavailable` when the address cannot be bound
 */
export async function createControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const server = new Server(CHANNEL);
  const sessions = new Set<Session>();
  server.addService(controlService, { session: (stream: Stream) => serve(stream, options, sessions) });
  const { host, port } = options;
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(hostPort(host, port), serverCredentials(options.tls), (error, actual) =>
      error
        ? reject(
            new TrainError('unavailable', `cannot listen for agents on ${host}:${port}: ${error.message}`),
          )
        : resolve(actual),
    );
  });
  return {
    address: hostPort(host, bound),
    recheck: () => {
      for (const session of [...sessions]) if (!options.admits(session.token)) session.revoke();
    },
    close: async () => server.forceShutdown(),
  };
}

/** One that was admitted. */
interface Session {
  readonly token: string;
  revoke(): void;
}

function serve(stream: Stream, options: ControlServerOptions, sessions: Set<Session>): void {
  const header = stream.metadata.get('authorization')[0];
  const given = bearerToken(header === undefined ? undefined : String(header));
  if (given === undefined || !options.admits(given)) {
    options.logger.warn('an agent without the token was turned away', { peer: stream.getPeer() });
    stream.emit('error', { code: status.UNAUTHENTICATED, details: 'the token is missing or wrong' });
    return;
  }
  let listener: AgentLinkListener | undefined;
  let over = false;
  const end = (how: 'goodbye' | 'revoked' | 'lost', message: string) => {
    if (over) return;
    over = true;
    sessions.delete(session);
    cancelHello();
    listener?.ended(how, message);
  };
  const close = () => {
    stream.end();
    end('lost', 'the coordinator ended the session');
  };
  const cancelHello = options.clock.after(LIMITS.connectMs, () => {
    options.logger.warn('a peer that did not say Hello was turned away', { peer: stream.getPeer() });
    close();
  });
  const session: Session = {
    token: given,
    revoke: () => {
      options.logger.warn('the token of an agent was revoked; its session ends', { peer: stream.getPeer() });
      const refused = { code: 'unauthenticated', message: 'the token that it came with was revoked' };
      if (stream.writable) stream.write({ epoch: options.epoch(), refused });
      stream.end();
      end('revoked', 'its token was revoked');
    },
  };
  sessions.add(session);
  stream.on('data', (message: wire.v1.AgentMessage) => {
    if (over) return;
    if (listener) return listener.message(message);
    cancelHello();
    listener = greet(stream, message, options, close);
  });
  // A broken connection ends the stream too, and says only a moment later that it was no goodbye.
  stream.on('end', () =>
    options.clock.after(GOODBYE_MS, () => {
      end('goodbye', 'the agent said goodbye');
      stream.end();
    }),
  );
  stream.on('cancelled', () => end('lost', 'the connection broke'));
  stream.on('error', (error: Error) => end('lost', error.message));
  stream.on('close', () => end('lost', 'the connection closed'));
}

function greet(
  stream: Stream,
  message: wire.v1.AgentMessage,
  options: ControlServerOptions,
  close: () => void,
): AgentLinkListener | undefined {
  const link = linkOf(stream, message.hello as wire.v1.Hello, options, close);
  if (!message.hello) {
    link.refuse('invalid', 'the first message must be Hello');
    return undefined;
  }
  const { protocol, version, name } = link.hello;
  const skew = joinProblem({ who: workerName(name), version, protocol }, speaker('the coordinator'));
  if (skew !== undefined) {
    link.refuse('incompatible', skew);
    return undefined;
  }
  const problem = checkHello(link.hello);
  if (problem !== undefined) {
    link.refuse('invalid', `Hello: ${problem}`);
    return undefined;
  }
  link.send({
    welcome: { heartbeatMs: LIMITS.heartbeatMs, artifactsUrl: options.artifactsUrl?.() ?? '' },
  });
  return options.onAgent(link);
}

/** The name on the client's certificate, which TLS has verified. */
function certificateOf(stream: Stream): string | undefined {
  const name = stream.getAuthContext().sslPeerCertificate?.subject.CN;
  return Array.isArray(name) ? name.join(', ') : name;
}

/** Of a Hello that nobody has checked yet. */
const workerName = (name: string): string => `worker ${name.slice(0, MAX_NAME) || 'without a name'}`;

function linkOf(
  stream: Stream,
  hello: wire.v1.Hello,
  { epoch, logger }: ControlServerOptions,
  close: () => void,
): AgentLink {
  const send = (body: CoordinatorBody) => {
    if (!stream.writable) return;
    if (stream.writableLength > LIMITS.controlQueuedMessages) {
      logger.warn('an agent does not read its messages; its session ends', { agent: hello.agentId });
      stream.destroy();
      close();
      return;
    }
    stream.write({ epoch: epoch(), ...body });
  };
  return {
    hello,
    certificate: certificateOf(stream),
    send,
    pause: () => stream.pause(),
    resume: () => stream.resume(),
    refuse: (code, message) => {
      logger.warn('an agent was refused', { agent: hello?.agentId, code, message });
      send({ refused: { code, message } });
      close();
    },
    close,
  };
}
