import { ROLES, type Role, roleSuffices, type Route, ROUTES } from '@ringmaster/contracts';

export type RouteName = keyof typeof ROUTES;

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'] as const;
/** Who calls: without a token, with one that nobody gave out, with one of each role, or with the home's own. */
export const CALLERS = ['none', 'bad', ...ROLES, 'home'] as const;
export type Caller = (typeof CALLERS)[number];

/** What a call has to be answered: refused with a status, or by the route that serves it. */
export type Verdict = { readonly refused: 401 | 403 | 405 } | { readonly route: RouteName };

/** The paths of all routes, each once, as the route table has them. */
export const routePaths = (): readonly string[] => [
  ...new Set(Object.values<Route>(ROUTES).map(({ path }) => path)),
];

/** A path that fits, of things that do not exist. */
export const absentPath = (path: string): string =>
  path
    .replace(/:sha256/g, '0'.repeat(64))
    .replace(/:hash/g, 'f'.repeat(64))
    .replace(/:\w+/g, 'absent')
    .replace('*', 'absent');

/** The law of the route table: 401 without a token that counts, 403 for a role that does not suffice, 405 for other methods. */
export function verdictOn(method: string, path: string, caller: Caller): Verdict {
  const name = routesAt(path).get(method);
  const access = name && (ROUTES[name] as Route).access;
  if (name && access === 'public') return { route: name };
  if (caller === 'none' || caller === 'bad') return { refused: 401 };
  const role: Role = caller === 'home' ? 'admin' : caller;
  if (!name || !access) return { refused: roleSuffices(role, 'reader') ? 405 : 403 };
  return access === 'public' || roleSuffices(role, access) ? { route: name } : { refused: 403 };
}

/** All routes at one path, by method. */
function routesAt(path: string): ReadonlyMap<string, RouteName> {
  const matching = Object.entries<Route>(ROUTES).filter(([, route]) =>
    new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`).test(absentPath(path)),
  );
  // Of two that match the one without parameters there is served.
  const exact = [...matching].sort(([, a], [, b]) => b.path.split(':').length - a.path.split(':').length);
  return new Map(exact.map(([name, { method }]) => [method, name as RouteName]));
}
