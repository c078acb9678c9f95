import { Agent, request } from 'node:http';
import { ROLES } from '@ringmaster/contracts';
import {
  absentPath,
  type Caller,
  CALLERS,
  METHODS,
  type RouteName,
  routePaths,
  verdictOn,
} from '@ringmaster/testkit/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOKEN, type TestCoordinator, testCoordinator } from '../testing/test-coordinator.js';

/**
 * What a caller who may call gets, in a coordinator without jobs, from a request without a body. The compiler asks for
 * a line for every new route.
 */
const ALLOWED: Record<RouteName, number> = {
  livez: 200,
  readyz: 200,
  info: 200,
  submit: 400,
  jobs: 200,
  job: 404,
  cancel: 404,
  pause: 404,
  resume: 404,
  retry: 400,
  scale: 400,
  events: 404,
  logs: 404,
  metrics: 404,
  document: 404,
  audit: 404,
  checkpoints: 404,
  verifyCheckpoints: 404,
  pin: 404,
  unpin: 404,
  gc: 400,
  backup: 200,
  workers: 200,
  drainWorker: 404,
  validate: 400,
  plan: 400,
  datasets: 200,
  missingData: 400,
  putDataPiece: 400,
  publishData: 400,
  removeData: 404,
  dataManifest: 404,
  dataContent: 404,
  artifacts: 404,
  artifact: 404,
  putArtifact: 404,
  removeArtifact: 404,
  models: 200,
  tagModel: 400,
  model: 404,
  removeModel: 404,
  modelFile: 404,
  tokens: 200,
  createToken: 400,
  revokeToken: 404,
  actions: 200,
};

let cluster: TestCoordinator;
const tokens = new Map<Caller, string>();
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
beforeAll(async () => {
  cluster = await testCoordinator();
  tokens.set('bad', 'rm-admin-0123456789').set('home', TOKEN);
  for (const role of ROLES) {
    const made = await cluster.call('POST', '/v1/tokens', { body: { name: `a-${role}`, role } });
    tokens.set(role, ((await made.json()) as { token: string }).token);
  }
});
afterAll(async () => {
  agent.destroy();
  await cluster.close();
});

function statusOf(method: string, path: string, caller: Caller): Promise<number> {
  const token = tokens.get(caller);
  return new Promise((resolve, reject) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    request(`${cluster.url}${path}`, { method, headers, agent }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    })
      .once('error', reject)
      .end();
  });
}

function expected(method: string, path: string, caller: Caller): number {
  const verdict = verdictOn(method, path, caller);
  return 'refused' in verdict ? verdict.refused : ALLOWED[verdict.route];
}

describe('who may do what: every route, role and method', () => {
  it.each(routePaths())('%s', async (path) => {
    const wrong: string[] = [];
    for (const method of METHODS)
      for (const caller of CALLERS) {
        const [is, should] = [
          await statusOf(method, absentPath(path), caller),
          expected(method, path, caller),
        ];
        if (is !== should) wrong.push(`${method} by ${caller}: ${is} instead of ${should}`);
      }
    expect(wrong).toEqual([]);
  });

  it('a path that nobody serves is 404 for those who may look, and says nothing to others', async () => {
    const codes = await Promise.all(CALLERS.map((caller) => statusOf('GET', '/v1/nothing', caller)));
    expect(codes).toEqual([401, 401, 403, 404, 404, 404, 404]);
  });
});
