import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Route, ROUTES } from '@ringmaster/contracts';
import { changedJson, MARK } from '@ringmaster/testkit/hostile-json';
import fc from 'fast-check';
import { type Cluster, ROOT } from '../../cluster.js';
import { type RawAnswer, rawCall, type RawCall } from '../../raw-call.js';
import { documentOf } from '../api.js';
import { type FaultRow, hold } from '../fault-row.js';
import { SHORT } from '../jobs.js';
import { one } from '../processes.js';

/** Documents of one run. */
const DOCUMENTS = { full: 600, quick: 60 } as const;
const SECRET = 'rm-what-nobody-may-read';

export const hostileRequests: FaultRow = {
  row: 32,
  name: 'hostile-requests',
  fault:
    'documents that are changed anywhere, and names in paths: __proto__, .., NUL, odd letters, 1e999, far too long',
  invariant:
    'each is answered, never by a server error; nothing outside of the home is read or written; the coordinator lives',
  runs: 2,
  run: (ground, { rng, full }) =>
    ground.own({ workers: 0, slots: 1 }, async (cluster) => {
      const pid = one(cluster.processes('coordinator'), 'the coordinator');
      const secret = join(dirname(cluster.home), `${MARK}-${pid}`);
      writeFileSync(secret, SECRET);
      try {
        const before = marked(cluster);
        const document = await documentOf(cluster, SHORT);
        hold((await tryDocuments(cluster, [JSON.stringify(document)])) === 1, 'nothing is accepted as it is');
        const numRuns = full ? DOCUMENTS.full : DOCUMENTS.quick;
        const arbitrary = changedJson(document);
        const accepted = await tryDocuments(
          cluster,
          fc.sample(arbitrary, { seed: rng.below(2 ** 31), numRuns }),
        );
        const paths = hostilePaths(pid);
        for (const { method, path } of paths) await answered(cluster, { method, path, body: '{}' });
        hold(cluster.processes('coordinator').includes(pid), 'the coordinator died');
        const more = marked(cluster).filter((name) => !before.includes(name));
        hold(more.length === 0, `written outside of the home: ${more.join(', ')}`);
        return { documents: numRuns, accepted, paths: paths.length };
      } finally {
        rmSync(secret);
      }
    }),
};

/** How many were accepted as jobs: what is changed may still be right. */
async function tryDocuments(cluster: Cluster, documents: readonly string[]): Promise<number> {
  let accepted = 0;
  for (const [index, document] of documents.entries()) {
    await answered(cluster, { method: 'POST', path: '/v1/validate', body: `{"document":${document}}` });
    const body = `{"jobId":"hostile-${documents.length}-${index}","document":${document}}`;
    const { status } = await answered(cluster, { method: 'POST', path: '/v1/jobs', body });
    if (status < 300) accepted += 1;
  }
  return accepted;
}

async function answered(cluster: Cluster, call: RawCall): Promise<RawAnswer> {
  const headers = { authorization: `Bearer ${cluster.token()}`, 'content-type': 'application/json' };
  const answer = await rawCall(cluster.endpoint().url, { headers, ...call });
  const what = () => `${call.method} ${call.path} ${(call.body ?? '').slice(0, 2_000)}`;
  hold(answer.status >= 200 && answer.status < 500, `answered ${answer.status} ${answer.text}: ${what()}`);
  hold(!answer.text.includes(SECRET), `a file beside the home was read by ${what()}`);
  return answer;
}

/** Names around the home and the project that a way upwards would have made. */
const marked = (cluster: Cluster): readonly string[] =>
  [dirname(cluster.home), dirname(dirname(cluster.home)), ROOT, dirname(ROOT), '/'].flatMap((directory) =>
    readdirSync(directory)
      .filter((name) => name.includes(MARK))
      .map((name) => join(directory, name)),
  );

const NAMES = (pid: number): readonly string[] => [
  ...[
    '__proto__',
    'constructor',
    '..',
    '.',
    '%2e%2e',
    '%00',
    'a%00b',
    '%',
    '%zz',
    '*',
    '~',
    '-',
    '%20',
    ':id',
  ],
  ...[`../${MARK}-${pid}`, `..%2f${MARK}-${pid}`, `..%2f..%2f${MARK}-${pid}`, `%2e%2e%2f${MARK}-${pid}`],
  ...[`..%5c${MARK}-${pid}`, `%2ftmp%2f${MARK}-${pid}`, `....%2f%2f${MARK}-${pid}`, `..%252f${MARK}-${pid}`],
  ...['%f0%9f%92%a5', '%e2%80%ae', '%ed%a0%80', '%c0%ae%c0%ae', 'a'.repeat(4_000), '1e999', '-1', 'NaN'],
];

/** Every route that takes a name, with every name. */
const hostilePaths = (pid: number): readonly { readonly method: string; readonly path: string }[] =>
  Object.values<Route>(ROUTES)
    .filter(({ path }) => /[:*]/.test(path))
    .flatMap(({ method, path }) =>
      NAMES(pid).map((name) => ({ method, path: path.replace(/:\w+|\*/g, () => name) })),
    );
