import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListMultipartUploadsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { artifactStoreContract, checkpointStoreContract } from '@ringmaster/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { fileCheckpointStore } from '../checkpoints/file-checkpoint-store.js';
import { s3Artifacts } from './s3-artifacts.js';
import { startS3Server } from './s3-server-for-tests.js';

const JOB = 'job-aaaa';
const ACCESS_KEY = 'AKIATESTONLY';
const SECRET_KEY = 'secret-of-the-tests';
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: ACCESS_KEY,
  AWS_SECRET_ACCESS_KEY: SECRET_KEY,
  AWS_REGION: 'us-east-1',
});
const server = await startS3Server();
const text = (value: string) => new TextEncoder().encode(value);
let namespaces = 0;

if ('reason' in server) {
  it('needs an S3 server', (context) => context.skip(`no S3 server: ${server.reason}`));
} else {
  afterAll(() => server.stop());
  const open = (endpoint = server.url, namespace = `home-${++namespaces}`, bucket = server.bucket) =>
    s3Artifacts({
      address: { kind: 's3', bucket, prefix: 'tests/', endpoint, pathStyle: true },
      namespace,
      attempts: 3,
    });
  const admin = new S3Client({ endpoint: server.url, forcePathStyle: true });

  artifactStoreContract('S3', async () => ({ store: await open() }));

  checkpointStoreContract('S3', async () => {
    const namespace = `home-${++namespaces}`;
    const store = await open(server.url, namespace);
    return {
      store: fileCheckpointStore(store, JOB),
      // Other bytes under the old metadata, as a store that went bad would give them.
      corrupt: async (step, file) => {
        const name = `checkpoints/step-${String(step).padStart(8, '0')}/${file}`;
        const [info] = await store.list(JOB, name);
        await admin.send(
          new PutObjectCommand({
            Bucket: server.bucket,
            Key: `tests/${namespace}/${JOB}/${name}`,
            Body: new Uint8Array(info?.bytes ?? 1).fill(7),
            Metadata: { sha256: info?.sha256 ?? '' },
          }),
        );
      },
    };
  });

  describe('S3 artifacts', () => {
    it('leave no parts behind when the bytes are not the announced ones', async () => {
      const store = await open();
      const large = new Uint8Array(20 * 1024 * 1024);
      await expect(store.put(JOB, 'x', large, { sha256: '0'.repeat(64) })).rejects.toMatchObject({
        code: 'artifact_corrupt',
      });
      const { Uploads = [] } = await admin.send(new ListMultipartUploadsCommand({ Bucket: server.bucket }));
      expect([Uploads, await store.list(JOB)]).toEqual([[], []]);
    });

    it('keep to their namespace in the bucket', async () => {
      const [one, other] = [await open(), await open()];
      await one.put(JOB, 'x', text('one'));
      expect(await other.list(JOB)).toEqual([]);
      expect(await other.removeAll(JOB)).toBe(false);
      expect(await one.list(JOB)).toHaveLength(1);
    });

    it('are repeated after errors and broken connections, in both directions', async () => {
      await using proxy = await faultyProxy(server.url);
      const store = await open(proxy.url);
      const bytes = new Uint8Array(9 * 1024 * 1024).map((_, i) => i % 251);
      proxy.faults.push('503', 'reset', '500', '503');
      await store.put(JOB, 'model/x.bin', bytes);
      proxy.faults.push('cut', 'cut');
      const chunks: Uint8Array[] = [];
      for await (const chunk of (await store.get(JOB, 'model/x.bin')).stream) chunks.push(chunk);
      expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
      expect(proxy.faults).toEqual([]);
    });

    it('give up on a store that stays away, and name it', async () => {
      const proxy = await faultyProxy(server.url);
      const store = await open(proxy.url);
      await proxy[Symbol.asyncDispose]();
      await expect(store.put(JOB, 'x', text('x'))).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/storing artifact x: s3:\/\/ringmaster-tests\/tests\/.*ECONNREFUSED/),
      });
    });

    it('are refused at the start without the bucket, or without an answer', async () => {
      await expect(open(server.url, 'home', 'no-such-bucket')).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('no such bucket'),
      });
      await expect(open('http://127.0.0.1:9')).rejects.toMatchObject({ code: 'unavailable' });
    });

    it('say nothing of the credentials when they are refused', async () => {
      await using proxy = await faultyProxy(server.url);
      proxy.faults.push('403');
      const failure = await open(proxy.url).then(
        () => undefined,
        (cause: unknown) => cause as Error & { code: string; view(): unknown },
      );
      expect(failure?.code).toBe('forbidden');
      expect(failure?.message).toContain('AWS_ACCESS_KEY_ID');
      const shown = JSON.stringify([failure?.message, failure?.view(), failure?.stack]);
      expect([shown.includes(ACCESS_KEY), shown.includes(SECRET_KEY)]).toEqual([false, false]);
    });
  });
}

type Fault = '403' | '500' | '503' | 'reset' | 'cut';
const CODES = { 403: 'InvalidAccessKeyId', 500: 'InternalError', 503: 'SlowDown' };

/** Stands before the server and does, request by request, what is on its list; then it passes everything on. */
async function faultyProxy(target: string) {
  const faults: Fault[] = [];
  const answer = (incoming: IncomingMessage, response: ServerResponse) => {
    const fault = faults.shift();
    if (fault === 'reset') return incoming.socket.destroy();
    if (fault !== undefined && fault !== 'cut') {
      incoming.resume();
      const code = CODES[fault];
      response.writeHead(Number(fault), { 'content-type': 'application/xml' });
      return response.end(`<Error><Code>${code}</Code><Message>no key ${ACCESS_KEY}</Message></Error>`);
    }
    const { method, url, headers } = incoming;
    const onward = request(new URL(url ?? '/', target), { method, headers }, (given) => {
      response.writeHead(given.statusCode ?? 502, given.headers);
      if (fault === undefined) return given.pipe(response);
      given.once('data', (chunk: Buffer) => response.write(chunk, () => response.destroy()));
    });
    onward.on('error', () => response.destroy());
    return incoming.pipe(onward);
  };
  const proxy = createServer(answer).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    faults,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
