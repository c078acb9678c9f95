import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout, tlsLayout } from '@ringmaster/contracts';
import { silentLogger, systemClock, TrainError } from '@ringmaster/core';
import { DataEndpoint } from '@ringmaster/rpc';
import { testAuthority, testIssuer } from '@ringmaster/rpc/certificates-for-tests';
import type { Cluster } from '../../cluster.js';
import { listeningAddresses } from '../../listening.js';
import { holdAuditClean, holdUnharmed } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { LONG, VERY_LONG } from '../jobs.js';

export const strangers: FaultRow = {
  row: 35,
  name: 'strangers',
  fault:
    'workers, users and ranks without a certificate, with one of another authority or an expired one, with a wrong token or secret',
  invariant:
    'each is refused by name (exit code 4) before anything is exchanged; the run beside them keeps its bits',
  runs: 1,
  async run(ground) {
    const reference = await ground.undisturbed(LONG);
    return ground.own({ workers: 2, slots: 1, isCertified: true }, async (cluster) => {
      const identities = await makeIdentities(cluster);
      const { jobId } = await submitAndReach(cluster, VERY_LONG, { step: 1, world: 2 });
      const ranks = await refusedRanks(cluster, identities, jobId);
      const workers = await refusedWorkers(cluster, identities);
      const users = await refusedUsers(cluster);
      const own = await cluster.waitForEnd(jobId, RUN_MS);
      hold(own.state === 'succeeded' && own.generations === 1, `the run beside them ended ${own.state}`);
      await holdAuditClean(cluster, jobId);
      holdUnharmed(await cluster.waitForEnd(await cluster.submit(LONG), RUN_MS), reference);
      return { workers, users, ranks };
    });
  },
};

type Identities = Awaited<ReturnType<typeof makeIdentities>>;

/** Each believes the cluster's authority, as everybody here. */
async function makeIdentities(cluster: Cluster) {
  const files = tlsLayout(homeLayout(cluster.home).tlsDir);
  const ca = readFileSync(files.caCert, 'utf8');
  const own = testIssuer({ cert: ca, key: readFileSync(files.caKey, 'utf8') });
  const other = await testAuthority('somebody else');
  return {
    ours: await own.issue(),
    foreign: { ...(await other.issue()), ca },
    expired: await own.issue(own.expired),
  };
}

/** Workers that are started with that, and what they have to say; how many. */
async function refusedWorkers(cluster: Cluster, keys: Identities): Promise<number> {
  const token = cluster.token();
  const cases: readonly (readonly [string, Identities['ours'] | undefined, string, RegExp])[] = [
    ['none', undefined, token, /speaks TLS, and this side was started without/],
    ['foreign', keys.foreign, token, /authority/],
    ['expired', keys.expired, token, /expired/],
    ['token', keys.ours, `rm-worker-${'0'.repeat(32)}`, /token is missing or wrong/],
  ];
  for (const [name, key, shownToken, why] of cases) {
    const home = homeLayout(join(cluster.home, `stranger-${name}`));
    mkdirSync(home.tlsDir, { recursive: true });
    writeFileSync(home.token, shownToken, { mode: 0o600 });
    const files = tlsLayout(home.tlsDir);
    if (key) {
      writeFileSync(files.caCert, key.ca);
      writeFileSync(files.workerCert, key.cert);
      writeFileSync(files.workerKey, key.key, { mode: 0o600 });
    }
    const { code, stdout, stderr } = await cluster.cli(
      [
        ...['worker', 'start', '--home', join(cluster.home, `stranger-${name}`), '--name', name],
        ...['--device', 'cpu', '--slots', '1', '--coordinator', cluster.endpoint().controlAddress],
        ...(key ? ['--tls-dir', home.tlsDir] : []),
      ],
      { timeoutMs: WORKER_MS },
    );
    hold(code === 4 && why.test(stdout + stderr), `worker "${name}" ended with ${code}: ${stdout}${stderr}`);
  }
  const { workers } = await cluster.json<{ workers: readonly { name: string }[] }>(['worker', 'ls']);
  const inside = workers.filter(({ name }) => cases.some(([stranger]) => stranger === name));
  hold(inside.length === 0, `joined: ${inside.map(({ name }) => name).join(', ')}`);
  return cases.length;
}

const WORKER_MS = 60_000;

/** Command lines that do not know the authority, or have no token; how many. */
async function refusedUsers(cluster: Cluster): Promise<number> {
  const home = join(cluster.home, 'stranger-user');
  mkdirSync(home);
  const wrong = join(home, 'wrong.token');
  writeFileSync(wrong, `rm-admin-${'0'.repeat(32)}`, { mode: 0o600 });
  const { url } = cluster.endpoint();
  const { caCert } = tlsLayout(homeLayout(cluster.home).tlsDir);
  const { token } = homeLayout(cluster.home);
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['--token-file', token], /certificate shown at .* is not accepted/],
    [['--token-file', wrong, '--ca-file', caCert], /token/],
  ];
  for (const [flags, why] of cases) {
    const { code, stderr } = await cluster.cli(['ls', '--home', home, '--url', url, ...flags]);
    hold(code === 4 && why.test(stderr), `ls ${flags.join(' ')} ended with ${code}: ${stderr}`);
  }
  return cases.length;
}

/** Peers that dial a rank of the run; how many of them the rank refused. */
async function refusedRanks(cluster: Cluster, keys: Identities, jobId: string): Promise<number> {
  const addresses = listeningAddresses(cluster.processes('trainer'));
  hold(addresses.length >= 2, `${addresses.length} data ports of two ranks were found`);
  const cases = [
    ['no certificate', undefined],
    ['another authority', keys.foreign],
    ['expired', keys.expired],
    ['the secret of another job', keys.ours],
  ] as const;
  for (const address of addresses)
    for (const [what, tls] of cases) {
      const endpoint = await DataEndpoint.open({
        ...{ jobId, attempt: 1, secret: randomBytes(32) },
        ...{ listenHost: '127.0.0.1', advertiseHost: '127.0.0.1', tls },
        ...{ clock: systemClock, logger: silentLogger },
      });
      try {
        const generation = { epoch: 1, n: 1, nonce: '0011223344556677' };
        const transport = endpoint.enter({ jobId, attempt: 1, generation, rank: 1, world: 2 });
        const code = await transport.connect([{ rank: 0, address }], AbortSignal.timeout(RUN_MS)).then(
          () => 'nothing: it connected',
          (error: unknown) => TrainError.from(error).code,
        );
        const expected =
          tls === undefined ? ['unauthenticated', 'peer_lost', 'deadline'] : ['unauthenticated'];
        hold(expected.includes(code), `a peer with ${what} was answered by rank at ${address} with ${code}`);
      } finally {
        await endpoint.close();
      }
    }
  return addresses.length * cases.length;
}
