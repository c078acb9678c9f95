import { Agent } from 'node:http';
import { ROLES } from '@ringmaster/contracts';
import { absentPath, type Caller, CALLERS, METHODS, routePaths, verdictOn } from '@ringmaster/testkit/access';
import type { Cluster } from '../../cluster.js';
import { rawCall } from '../../raw-call.js';
import { type FaultRow, hold } from '../fault-row.js';

export const authorisation: FaultRow = {
  row: 33,
  name: 'authorisation',
  fault: 'every route of the API, called by every method with no token, a wrong one, and one of every role',
  invariant:
    '401, 403 or 405 exactly where the route table says so; what is allowed never ends in a server error',
  runs: 1,
  run: (ground) =>
    ground.own({ workers: 0, slots: 1 }, async (cluster) => {
      const tokens = await tokensOf(cluster);
      const agent = new Agent({ keepAlive: true, maxSockets: 8 });
      let [cases, refused] = [0, 0];
      try {
        for (const path of routePaths())
          for (const method of METHODS)
            for (const caller of CALLERS) {
              const token = tokens.get(caller);
              const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
              const url = `${cluster.endpoint().url}${absentPath(path)}`;
              const { status } = await rawCall(url, { method, headers, agent });
              const verdict = verdictOn(method, path, caller);
              const isRight =
                'refused' in verdict
                  ? status === verdict.refused
                  : status < 500 && ![401, 403, 405].includes(status);
              hold(
                isRight,
                `${method} ${path} by ${caller} was answered ${status}: ${JSON.stringify(verdict)}`,
              );
              cases += 1;
              if ('refused' in verdict) refused += 1;
            }
      } finally {
        agent.destroy();
      }
      return { routes: routePaths().length, cases, refused };
    }),
};

/** A token of each role, made as an administrator makes it. */
async function tokensOf(cluster: Cluster): Promise<ReadonlyMap<Caller, string>> {
  const tokens = new Map<Caller, string>([
    ['bad', `rm-admin-${'0'.repeat(32)}`],
    ['home', cluster.token()],
  ]);
  for (const role of ROLES) {
    const { code, stdout, stderr } = await cluster.cli(['token', 'create', `a-${role}`, '--role', role]);
    hold(code === 0, `token create for ${role} ended with ${code}: ${stderr}`);
    tokens.set(role, stdout.trim());
  }
  return tokens;
}
