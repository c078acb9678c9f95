import { Server, ServerCredentials, type ServerDuplexStream, status } from '@grpc/grpc-js';
import { LIMITS, PROTOCOL_VERSION, VERSION, type wire } from '@ringmaster/contracts';
import { silentLogger, systemClock, TrainError } from '@ringmaster/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createControlClient, type ControlCommand } from './client.js';
import { controlService } from './service.js';

type ServerStream = ServerDuplexStream<wire.v1.AgentMessage, wire.v1.ICoordinatorMessage>;

/** A coordinator reduced to its socket: the test decides about every answer. */
async function listen(onStream: (stream: ServerStream, hello: wire.v1.IHello) => void, port = 0) {
  const server = new Server();
  const received: wire.v1.AgentMessage[] = [];
  const tokens: string[] = [];
  server.addService(controlService, {
    session: (stream: ServerStream) => {
      tokens.push(String(stream.metadata.get('authorization')[0]));
      stream.on('error', () => undefined);
      stream.on('end', () => stream.end());
      stream.on('data', (message: wire.v1.AgentMessage) => {
        received.push(message);
        if (message.hello) onStream(stream, message.hello);
      });
    },
  });
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, p) =>
      error ? reject(error) : resolve(p),
    ),
  );
  cleanup.push(() => server.forceShutdown());
  return { address: `127.0.0.1:${bound}`, received, tokens, kill: () => server.forceShutdown() };
}

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of cleanup.splice(0).reverse()) await end();
});

function startClient(
  address: () => string,
  more: { holdsBack?: (event: wire.v1.IRankEvent) => boolean; onDisconnected?: () => void } = {},
) {
  const commands: ControlCommand[] = [];
  const stop = new AbortController();
  const client = createControlClient({
    address: async () => address(),
    token: async () => 'secret',
    facts: () => ({
      agentId: 'a1',
      name: 'one',
      host: 'h',
      slots: [{ slot: 0, device: 'cpu', cpuThreads: 1 }],
    }),
    heartbeat: () => ({ warmTrainers: 1, busySlots: [0] }),
    onCommand: (command) => commands.push(command),
    clock: systemClock,
    logger: silentLogger,
    ...more,
  });
  const ended = client.run(stop.signal);
  ended.catch(() => undefined);
  cleanup.push(async () => {
    stop.abort();
    await ended.catch(() => undefined);
  });
  return { client, commands, stop, ended };
}

const welcome = (stream: ServerStream, epoch = 5) => stream.write({ epoch, welcome: { heartbeatMs: 50 } });
const progress = (step: number): wire.v1.IRankEvent => ({
  jobId: 'job',
  attempt: 1,
  rank: 0,
  progress: { progressJson: JSON.stringify({ step }) },
});
const failed: wire.v1.IRankEvent = {
  jobId: 'job',
  attempt: 1,
  rank: 0,
  failed: { causeJson: '{}', exitCode: 1 },
};
const until = async (claim: () => boolean) => {
  const end = Date.now() + 25_000;
  while (!claim()) {
    if (Date.now() > end) throw new Error('the claim did not become true within 25 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

describe('control client', () => {
  it('holds events back that something else has to come before; others pass them, and none is lost', async () => {
    const { address, received } = await listen((stream) => welcome(stream));
    let held: string | undefined = 'held';
    const { client } = startClient(() => address, { holdsBack: ({ jobId }) => jobId === held });
    client.send({ ...progress(1), jobId: 'held' });
    client.send(progress(1));
    client.send({ ...progress(2), jobId: 'held' });
    const events = () =>
      received.flatMap(({ seq, rankEvent }) => (rankEvent ? [[seq, rankEvent.jobId] as const] : []));
    await expect.poll(events).toEqual([[1, 'job']]);
    held = undefined;
    client.send(failed);
    // In ascending order: the coordinator takes a lower number for a duplicate.
    await expect.poll(events).toEqual([
      [1, 'job'],
      [2, 'held'],
      [3, 'held'],
      [4, 'job'],
    ]);
  });

  it('says Hello first with token, versions and epoch, then heartbeats, and hands on commands', async () => {
    const server = await listen((stream) => {
      welcome(stream);
      stream.write({ epoch: 5, assign: { jobId: 'job', attempt: 1, rank: 0, slot: 0 } });
      stream.write({ epoch: 5, go: { jobId: 'job', attempt: 1, peers: [{ rank: 0, dataAddress: 'x:1' }] } });
      stream.write({ epoch: 5, stop: { jobId: 'job', attempt: 1, kill: true, reason: 'test' } });
    });
    const { commands } = startClient(() => server.address);
    await until(() => commands.length === 3 && server.received.filter((m) => m.heartbeat).length >= 3);
    expect(server.tokens).toEqual(['Bearer secret']);
    expect(server.received[0]?.hello).toMatchObject({
      agentId: 'a1',
      version: VERSION,
      protocol: PROTOCOL_VERSION,
      highestEpochSeen: 0,
    });
    expect(commands.map((c) => c.kind)).toEqual(['assign', 'go', 'stop']);
    expect(commands[1]).toMatchObject({ go: { peers: [{ rank: 0, dataAddress: 'x:1' }] } });
  });

  it('resends what was not acknowledged to a coordinator that came back elsewhere', async () => {
    const acked: number[] = [];
    const first = await listen((stream) => {
      welcome(stream);
      stream.on('data', (m: wire.v1.AgentMessage) => {
        if (m.seq === 1) stream.write({ epoch: 5, ack: { seq: (acked.push(1), 1) } });
      });
    });
    let address = first.address;
    const losses: number[] = [];
    const { client } = startClient(() => address, { onDisconnected: () => losses.push(1) });
    client.send(progress(1));
    client.send(failed);
    await until(() => first.received.some((m) => m.seq === 2) && client.unacknowledged === 1);

    first.kill();
    await until(() => losses.length === 1);
    client.send(progress(2));
    const second = await listen((stream, hello) => {
      expect(hello.highestEpochSeen).toBe(5);
      welcome(stream, 6);
      stream.on('data', (m: wire.v1.AgentMessage) => {
        if (m.seq > 0) stream.write({ epoch: 6, ack: { seq: m.seq } });
      });
    });
    address = second.address;
    await until(() => client.unacknowledged === 0);
    const events = second.received.filter((m) => m.rankEvent);
    expect(events.map((m) => m.seq)).toEqual([2, 3]);
    expect(events[0]?.rankEvent?.failed).toBeTruthy();
  });

  it('refuses a coordinator of a lower epoch and waits for a newer one', async () => {
    const epochs = [7, 6, 8];
    let hellos = 0;
    const server = await listen((stream) => {
      const epoch = epochs[Math.min(hellos++, 2)] ?? 8;
      welcome(stream, epoch);
      stream.write({ epoch, assign: { jobId: `of-${epoch}`, attempt: 1, rank: 0 } });
      if (epoch === 7) setTimeout(() => stream.end(), 50);
    });
    const { commands } = startClient(() => server.address);
    await until(() => commands.length === 2);
    expect(commands.map((c) => c.kind === 'assign' && c.assign.jobId)).toEqual(['of-7', 'of-8']);
  });

  it('ends with the reason and both versions when it is refused', async () => {
    const server = await listen((stream) => {
      stream.write({ epoch: 1, refused: { code: 'incompatible', message: 'coordinator has protocol 99' } });
    });
    const error = await startClient(() => server.address).ended.catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TrainError);
    expect(error).toMatchObject({ code: 'incompatible' });
    expect(String(error)).toContain(`protocol ${PROTOCOL_VERSION}`);
    expect(String(error)).toContain('protocol 99');
  });

  it('ends when the token is refused', async () => {
    const server = new Server();
    server.addService(controlService, {
      session: (stream: ServerStream) =>
        stream.emit('error', { code: status.UNAUTHENTICATED, details: 'unknown token' }),
    });
    const port = await new Promise<number>((resolve) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_e, p) => resolve(p)),
    );
    cleanup.push(() => server.forceShutdown());
    await expect(startClient(() => `127.0.0.1:${port}`).ended).rejects.toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('unknown token') as string,
    });
  });

  it('delivers the last events before its goodbye', async () => {
    let streamEnded = false;
    const server = await listen((stream) => {
      welcome(stream);
      stream.on('end', () => (streamEnded = true));
      stream.on('data', (m: wire.v1.AgentMessage) => {
        if (m.seq > 0) setTimeout(() => stream.write({ epoch: 5, ack: { seq: m.seq } }), 100);
      });
    });
    const { client, stop, ended } = startClient(() => server.address);
    await until(() => client.connected);
    client.send(failed);
    stop.abort();
    await ended;
    expect(server.received.some((m) => m.rankEvent?.failed)).toBe(true);
    expect(client.unacknowledged).toBe(0);
    await until(() => streamEnded);
  });

  it('drops old progress while nobody listens, counts it, and keeps what ends a rank', async () => {
    let address = '127.0.0.1:1';
    const { client } = startClient(() => address);
    client.send(failed);
    for (let step = 0; step < LIMITS.outboxEvents + 40; step += 1) client.send(progress(step));
    expect(client.unacknowledged).toBe(LIMITS.outboxEvents);
    const server = await listen((stream) => welcome(stream));
    address = server.address;
    await until(() => server.received.some((m) => m.rankEvent?.log));
    const events = server.received.flatMap((m) => (m.rankEvent ? [m.rankEvent] : []));
    expect(events[0]?.failed).toBeTruthy();
    // 41 steps gave way to later ones, and one more to the note itself.
    expect(events[1]?.progress?.progressJson).toBe('{"step":42}');
    expect(events.find((e) => e.log)?.log?.linesJson?.[0]).toContain('41 progress, metric and log reports');
  });
});
