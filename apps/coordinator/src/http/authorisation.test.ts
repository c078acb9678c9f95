import { Agent, request } from 'node:http';
import { type Role, ROLES, roleSuffices, type Route, ROUTES } from '@ringmaster/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOKEN, type TestCoordinator, testCoordinator } from '../testing/test-coordinator.js';

type RouteName = keyof typeof ROUTES;

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

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'] as const;
const CALLERS = ['none', 'bad', ...ROLES, 'home'] as const;
type Caller = (typeof CALLERS)[number];

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

/** A path that fits, of things that do not exist. */
const concrete = (path: string): string =>
  path
    .replace(/:sha256/g, '0'.repeat(64))
    .replace(/:hash/g, 'f'.repeat(64))
    .replace(/:\w+/g, 'absent')
    .replace('*', 'absent');

/** All routes at one path, by method. */
function routesAt(path: string): ReadonlyMap<string, RouteName> {
  const matching = Object.entries<Route>(ROUTES).filter(([, route]) =>
    new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`).test(concrete(path)),
  );
  // Of two that match the one without parameters there is served.
  const exact = [...matching].sort(([, a], [, b]) => b.path.split(':').length - a.path.split(':').length);
  return new Map(exact.map(([name, { method }]) => [method, name as RouteName]));
}

function expected(method: string, path: string, caller: Caller): number {
  const name = routesAt(path).get(method);
  const route: Route | undefined = name && ROUTES[name];
  if (name && route?.access === 'public') return ALLOWED[name];
  if (caller === 'none' || caller === 'bad') return 401;
  const role: Role = caller === 'home' ? 'admin' : caller;
  if (!name || !route) return roleSuffices(role, 'reader') ? 405 : 403;
  if (route.access === 'public') return ALLOWED[name];
  return roleSuffices(role, route.access) ? ALLOWED[name] : 403;
}

describe('who may do what: every route, role and method', () => {
  const paths = [...new Set(Object.values<Route>(ROUTES).map(({ path }) => path))];

  it.each(paths)('%s', async (path) => {
    const wrong: string[] = [];
    for (const method of METHODS)
      for (const caller of CALLERS) {
        const [is, should] = [await statusOf(method, concrete(path), caller), expected(method, path, caller)];
        if (is !== should) wrong.push(`${method} by ${caller}: ${is} instead of ${should}`);
      }
    expect(wrong).toEqual([]);
  });

  it('a path that nobody serves is 404 for those who may look, and says nothing to others', async () => {
    const codes = await Promise.all(CALLERS.map((caller) => statusOf('GET', '/v1/nothing', caller)));
    expect(codes).toEqual([401, 401, 403, 404, 404, 404, 404]);
  });
});
