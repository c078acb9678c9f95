import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JobState, JobView } from '@ringmaster/contracts';

export const TOKEN = 'the-token';

/** An HTTP server that speaks the coordinator's API about one job, whose states a test sets. */
export interface ApiServer {
  readonly url: string;
  /** What the client has asked for: `POST /v1/jobs`. */
  readonly requests: string[];
  /** The document that was submitted. */
  submitted(): { jobId: string; document: unknown; resume?: unknown } | undefined;
  /** Tells every follower. */
  become(state: JobState, more?: Partial<JobView>): void;
  /** Sends any event to every follower. */
  tell(event: string, data: unknown): void;
  close(): Promise<void>;
}

export async function apiServer(): Promise<ApiServer> {
  const requests: string[] = [];
  const followers = new Set<ServerResponse>();
  let submitted: ReturnType<ApiServer['submitted']>;
  let seq = 0;
  let job: JobView = view('queued');

  const send = (follower: ServerResponse, event: string, data: unknown) => {
    seq += 1;
    follower.write(`event: ${event}\nid: ${seq}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const become = (state: JobState, more: Partial<JobView> = {}) => {
    job = { ...job, ...more, state };
    for (const follower of followers) {
      send(follower, 'state', job);
      if (['succeeded', 'failed', 'cancelled'].includes(state)) follower.end();
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const route = `${request.method} ${request.url}`;
    requests.push(route);
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.headers.authorization !== `Bearer ${TOKEN}`)
      return reply(401, { error: { code: 'unauthenticated', message: 'the token is wrong' } });
    if (route === 'POST /v1/jobs') {
      submitted = (await bodyOf(request)) as typeof submitted;
      job = { ...job, jobId: submitted?.jobId ?? '' };
      return reply(201, job);
    }
    const path = `/v1/jobs/${job.jobId}`;
    if (route === 'GET /v1/info')
      return reply(200, { version: '0.1.0', epoch: 1, startedAt: 'now', controlAddress: 'x' });
    if (route === `GET ${path}`) return reply(200, job);
    if (route === `GET ${path}/artifacts`)
      return reply(200, { artifacts: [{ name: 'model/model.json', bytes: 7, sha256: 'ab' }] });
    if (route === `POST ${path}/cancel`) {
      become('cancelling');
      return reply(200, job);
    }
    if (route === `GET ${path}/events`) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      followers.add(response.on('close', () => followers.delete(response)));
      return send(response, 'state', job);
    }
    return reply(404, { error: { code: 'not_found', message: `no job for ${route}` } });
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    submitted: () => submitted,
    become,
    tell: (event, data) => followers.forEach((follower) => send(follower, event, data)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function view(state: JobState): JobView {
  return {
    jobId: 'none-yet',
    name: 'digits',
    state,
    priority: 100,
    submittedAt: '2026-01-01T00:00:00.000Z',
    attempts: [],
    generations: 0,
    checkpoints: [],
  };
}
