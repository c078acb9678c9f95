import { readFileSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { type Cluster, ROOT } from '../../cluster.js';
import { type FaultRow, hold } from '../fault-row.js';

const FIXTURES = join(ROOT, 'apps/cluster-e2e/test/fixtures');
const CERTIFICATE = join(FIXTURES, 'localhost-cert.pem');

/** Ways to write an address of this host, of its network, and of a cloud's metadata service. */
const HOSTS = [
  ...['127.0.0.1', '2130706433', '0x7f.1', '0', 'localhost', '[::1]', '[::ffff:127.0.0.1]'],
  ...['169.254.169.254', '[fd00:ec2::254]', '10.0.0.1', '192.168.0.1', '[64:ff9b::7f00:1]'],
] as const;
/** What a redirect is tried with; the way there is the same for all. */
const REDIRECTS = [
  'https://127.0.0.1',
  'https://[::ffff:127.0.0.1]',
  'http://localhost',
  'file:///etc/passwd',
];

export const ssrf: FaultRow = {
  row: 36,
  name: 'ssrf',
  fault: 'URLs of data sets, and redirects, that lead to this host, its network or a metadata service',
  invariant: 'every one is refused as invalid; no connection is made; a host that was allowed by name serves',
  runs: 1,
  run: (ground) =>
    ground.own({ workers: 0, slots: 1, variables: { NODE_EXTRA_CA_CERTS: CERTIFICATE } }, async (cluster) => {
      let [reached, redirect] = [0, ''];
      const trap = createServer((socket) => {
        reached += 1;
        socket.destroy();
      });
      const keys = {
        key: readFileSync(join(FIXTURES, 'localhost-key.pem')),
        cert: readFileSync(CERTIFICATE),
      };
      const server = createHttps(keys, ({ url }, response) => {
        if (url === '/moved') response.writeHead(302, { location: redirect }).end();
        else response.end('x,y\n1,2\n');
      });
      try {
        const trapPort = await listen(trap, '::');
        const own = `https://localhost:${await listen(server, '127.0.0.1')}`;
        for (const host of HOSTS) await refused(cluster, `https://${host}:${trapPort}/data.csv`);
        for (const target of REDIRECTS) {
          redirect = target.startsWith('file') ? target : `${target}:${trapPort}/data.csv`;
          await refused(cluster, `${own}/moved`, '--allow-host', 'localhost');
        }
        hold(reached === 0, `${reached} connections were made to what was refused`);
        const { code, stderr } = await add(cluster, `${own}/data.csv`, '--allow-host', 'localhost');
        hold(code === 0, `an allowed host was refused: ${stderr}`);
        return { cases: HOSTS.length + REDIRECTS.length, reached };
      } finally {
        trap.close();
        server.close();
      }
    }),
};

const add = (cluster: Cluster, url: string, ...more: string[]) =>
  cluster.cli(['data', 'add', 'tried', url, ...more]);

async function refused(cluster: Cluster, url: string, ...more: string[]): Promise<void> {
  const { code, stderr } = await add(cluster, url, ...more);
  hold(code === 2 && /refused/.test(stderr), `data add ${url} ended with ${code}: ${stderr}`);
}

const listen = (server: Server, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => resolve((server.address() as AddressInfo).port));
  });
