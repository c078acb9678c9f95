import type { Cluster } from '../../cluster.js';
import { type RawAnswer, rawCall } from '../../raw-call.js';
import { type FaultRow, hold } from '../fault-row.js';

/** What a page of another site, or one whose name was bound to this host, cannot help sending. */
const DOORS: readonly Readonly<Record<string, string>>[] = [
  { host: 'evil.example' },
  { host: 'evil.example:7070' },
  { host: '127.0.0.1.evil.example' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  // CVE-2025-62593: what the client calls itself must not matter.
  { host: 'evil.example', 'user-agent': 'ringmaster' },
];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
/** If it were parsed, the answer would speak of it. */
const NONSENSE = '{ this is no JSON';

export const rebinding: FaultRow = {
  row: 34,
  name: 'rebinding',
  fault: 'requests with a good token, but another Host, Origin or Sec-Fetch-Site, of every method',
  invariant: 'each is answered 403 before its body is parsed',
  runs: 1,
  async run(ground) {
    const cluster = await ground.shared();
    let cases = 0;
    for (const headers of DOORS)
      for (const method of METHODS) {
        const { status, text } = await send(cluster, method, headers);
        const what = `${method} with ${JSON.stringify(headers)}`;
        hold(status === 403 && !/JSON/.test(text), `${what} was answered ${status}: ${text}`);
        cases += 1;
      }
    const { status } = await send(cluster, 'GET', {}, '');
    hold(status === 200, `our own request was answered ${status}`);
    return { cases };
  },
};

const send = (
  cluster: Cluster,
  method: string,
  headers: Readonly<Record<string, string>>,
  body = NONSENSE,
): Promise<RawAnswer> =>
  rawCall(`${cluster.endpoint().url}/v1/jobs`, {
    method,
    headers: {
      ...{ authorization: `Bearer ${cluster.token()}`, 'content-type': 'application/json' },
      ...headers,
    },
    body,
  });
