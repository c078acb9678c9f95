import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobState, JobView } from '@ringmaster/contracts';
import { createClient } from '../src/client.js';
import type { JobStreamEvent } from '../src/job-stream.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let handler: Handler;
const server = createServer((request, response) => handler(request, response));
let url = '';

beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const client = () => createClient({ url, token: 'secret' });
const job = (state: JobState): JobView => ({
  jobId: 'digits-abc123',
  name: 'digits',
  state,
  priority: 100,
  submittedAt: '2026-01-01T00:00:00Z',
  attempts: [],
  generations: 0,
  checkpoints: [],
});
const answer = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const sse = (id: number, event: string, data: unknown) =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

describe('calls', () => {
  it('sends the token, the method, the path and the body', async () => {
    let seen: unknown;
    handler = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen = [
          request.method,
          request.url,
          request.headers.authorization,
          JSON.parse(Buffer.concat(chunks).toString()),
        ];
        answer(response, 201, job('queued'));
      });
    };
    const view = await client().jobs.submit({ jobId: 'digits-abc123', document: { version: 1 } });
    expect(view.state).toBe('queued');
    expect(seen).toEqual([
      'POST',
      '/v1/jobs',
      'Bearer secret',
      { jobId: 'digits-abc123', document: { version: 1 } },
    ]);
  });

  it('escapes ids, artifact names and queries', async () => {
    const seen: (string | undefined)[] = [];
    handler = (request, response) => {
      seen.push(request.url);
      if (request.url?.includes('model')) response.end('abc');
      else answer(response, 200, request.url?.startsWith('/v1/jobs?') ? { jobs: [] } : job('running'));
    };
    await client().jobs.get('a/../b?c');
    await client().jobs.list({ state: 'failed', limit: 3 });
    const bytes: number[] = [];
    for await (const chunk of client().artifacts.get('j', 'model/a b.json')) bytes.push(...chunk);
    expect(Buffer.from(bytes).toString()).toBe('abc');
    expect(seen).toEqual([
      '/v1/jobs/a%2F..%2Fb%3Fc',
      '/v1/jobs?state=failed&limit=3',
      '/v1/jobs/j/artifacts/model/a%20b.json',
    ]);
  });

  it.each([
    [
      404,
      { error: { code: 'not_found', message: 'no job x', details: { id: 'x' } } },
      'not_found',
      'no job x',
    ],
    [401, 'nope', 'unauthenticated', 'GET /v1/jobs/x'],
    [503, '<html>', 'unavailable', '503'],
    [418, '', 'internal', '418'],
  ])('turns %i into a typed error', async (status, body, code, message) => {
    handler = (_request, response) => {
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    await expect(client().jobs.get('x')).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
  });

  it('refuses an answer of another shape', async () => {
    handler = (_request, response) => answer(response, 200, { jobId: 7 });
    await expect(client().jobs.get('x')).rejects.toMatchObject({ code: 'incompatible' });
  });

  it('gives up at the deadline, and when told', async () => {
    handler = () => undefined;
    await expect(client().info({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'deadline' });
    await expect(client().info({ signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('names the address when nobody answers', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const dead = createClient({ url: `http://127.0.0.1:${port}`, token: 't' });
    await expect(dead.info()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`127.0.0.1:${port} (ECONNREFUSED)`) as string,
    });
  });

  it('reads JSON lines however they are cut', async () => {
    const line = (message: string) => JSON.stringify({ at: 't', source: 'rank 0', level: 'info', message });
    handler = (_request, response) => {
      const text = `${line('a')}\n${line('b')}`;
      response.write(text.slice(0, 20));
      setTimeout(() => response.end(text.slice(20)), 20);
    };
    const messages: string[] = [];
    for await (const { message } of client().jobs.logs('x', { tail: 2 })) messages.push(message);
    expect(messages).toEqual(['a', 'b']);
  });
});

describe('events', () => {
  async function collect(events: AsyncIterable<JobStreamEvent>): Promise<string[]> {
    const seen: string[] = [];
    for await (const event of events)
      seen.push(`${event.id} ${'job' in event ? event.job.state : event.type}`);
    return seen;
  }

  it('goes on after the last event when the connection breaks, and ends with the terminal state', async () => {
    const asked: (string | undefined)[] = [];
    const scripts = [
      [sse(1, 'state', job('queued')), sse(2, 'state', job('running'))],
      [sse(3, 'log', { at: 't', source: 'rank 0', level: 'warn', message: 'm' })],
      [sse(4, 'novelty', {}), sse(5, 'metric', { step: 1 }), sse(6, 'state', job('succeeded'))],
    ];
    handler = (request, response) => {
      asked.push(request.headers['last-event-id'] as string | undefined);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(scripts[asked.length - 1]?.join('') ?? '');
      if (asked.length < 3) setTimeout(() => response.destroy(), 20);
    };
    const reconnects: number[] = [];
    const seen = await collect(
      client().jobs.events('x', { onReconnect: (_cause, attempt) => reconnects.push(attempt) }),
    );
    expect(seen).toEqual(['1 queued', '2 running', '3 log', '5 metric', '6 succeeded']);
    expect(asked).toEqual([undefined, '2', '3']);
    expect(reconnects).toEqual([1, 1]);
  });

  it('opens a silent stream again', async () => {
    let connections = 0;
    handler = (_request, response) => {
      connections += 1;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(connections === 1 ? ': hello\n\n' : sse(1, 'state', job('failed')));
    };
    expect(await collect(client().jobs.events('x', { idleMs: 60 }))).toEqual(['1 failed']);
    expect(connections).toBe(2);
  });

  it('ends when the stream was continued after its last event', async () => {
    handler = (request, response) => {
      if (request.url?.endsWith('/events')) response.writeHead(200).end();
      else answer(response, 200, job('cancelled'));
    };
    expect(await collect(client().jobs.events('x', { after: '9' }))).toEqual(['9 cancelled']);
  });

  it('gives up after the reconnect deadline and says that the job is not affected', async () => {
    handler = (_request, response) => response.destroy();
    await expect(collect(client().jobs.events('x', { reconnectMs: 150 }))).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('not affected') as string,
    });
  });

  it('does not try again what cannot succeed', async () => {
    let connections = 0;
    handler = (_request, response) => {
      connections += 1;
      answer(response, 404, { error: { code: 'not_found', message: 'no job x' } });
    };
    await expect(collect(client().jobs.events('x'))).rejects.toMatchObject({ code: 'not_found' });
    expect(connections).toBe(1);
  });

  /** Serves one event and then silence; resolves when the connection is closed. */
  const endlessStream = () =>
    new Promise<void>((resolve) => {
      handler = (_request, response) => {
        response.on('close', resolve);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(sse(1, 'state', job('running')));
      };
    });

  it('stops when told, and closes the connection', async () => {
    const done = endlessStream();
    const stop = new AbortController();
    const following = async () => {
      for await (const event of client().jobs.events('x', { signal: stop.signal }))
        setTimeout(() => stop.abort(event), 30);
    };
    await expect(following()).rejects.toMatchObject({ code: 'cancelled' });
    await done;
  });

  it('stops when told after the engine has collected garbage (fetch holds its signal weakly)', async () => {
    const done = endlessStream();
    const stop = new AbortController();
    const following = async () => {
      for await (const event of client().jobs.events('x', { signal: stop.signal })) {
        setTimeout(() => collectGarbage(), 20);
        setTimeout(() => stop.abort(event), 60);
      }
    };
    await expect(following()).rejects.toMatchObject({ code: 'cancelled' });
    await done;
  });
});
