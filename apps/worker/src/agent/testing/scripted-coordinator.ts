import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { LIMITS, type wire } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { controlService } from '@ringmaster/rpc';

type Stream = ServerDuplexStream<wire.v1.AgentMessage, wire.v1.ICoordinatorMessage>;

/** A real control socket whose orders the test gives by hand; every event is acknowledged and kept. */
export interface ScriptedCoordinator {
  readonly address: string;
  readonly hellos: wire.v1.IHello[];
  readonly events: wire.v1.IRankEvent[];
  readonly goodbyes: number;
  order(body: Omit<wire.v1.ICoordinatorMessage, 'epoch'>): void;
  /** Waits for an event, at most `ms`. */
  event(
    what: string,
    match: (event: wire.v1.IRankEvent) => boolean,
    ms?: number,
  ): Promise<wire.v1.IRankEvent>;
  close(): void;
}

export async function scriptedCoordinator(epoch = 1): Promise<ScriptedCoordinator> {
  const server = new Server();
  const hellos: wire.v1.IHello[] = [];
  const events: wire.v1.IRankEvent[] = [];
  const state = { goodbyes: 0, stream: undefined as Stream | undefined };
  server.addService(controlService, {
    session(stream: Stream) {
      state.stream = stream;
      stream.on('error', () => undefined);
      stream.on('end', () => {
        state.goodbyes += 1;
        stream.end();
      });
      stream.on('data', (message: wire.v1.AgentMessage) => {
        if (message.hello) {
          hellos.push(message.hello);
          stream.write({ epoch, welcome: { heartbeatMs: LIMITS.heartbeatMs } });
        }
        if (!message.rankEvent) return;
        events.push(message.rankEvent);
        stream.write({ epoch, ack: { seq: message.seq } });
      });
    },
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return {
    address: `127.0.0.1:${port}`,
    hellos,
    events,
    get goodbyes() {
      return state.goodbyes;
    },
    order: (body) => state.stream?.write({ epoch, ...body }),
    async event(what, match, ms = 15_000) {
      const end = Date.now() + ms;
      for (;;) {
        const found = events.find(match);
        if (found) return found;
        if (Date.now() > end)
          throw new TrainError(
            'deadline',
            `no "${what}" within ${ms} ms; heard: ${events.map(kindOf).join(', ')}`,
          );
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    close: () => server.forceShutdown(),
  };
}

const kindOf = ({ jobId: _j, attempt: _a, rank: _r, ...body }: wire.v1.IRankEvent): string =>
  Object.keys(body).join('+');
