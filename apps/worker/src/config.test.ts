import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { tlsLayout } from '@ringmaster/contracts';
import { createAuthority, issueCertificate } from '@ringmaster/rpc/certificates';
import { afterAll, describe, expect, it } from 'vitest';
import { listenHost, loadConfig } from './config.js';
import { coordinatorOfHome, homeHasTls, inTurn, readToken } from './endpoint.js';
import { jobIdentity } from './trainer/job-identity.js';
import { checkWorkerIdentity } from './worker-identity.js';

const home = mkdtempSync(join(tmpdir(), 'ringmaster-home-'));
afterAll(() => rmSync(home, { recursive: true }));

describe('configuration of a worker', () => {
  it('takes flags over environment over defaults', () => {
    const env = { RINGMASTER_HOME: '/from-env', RINGMASTER_TOKEN_FILE: '/t' };
    expect(loadConfig([], env)).toMatchObject({
      home: '/from-env',
      tokenFile: '/t',
      cpuThreads: 1,
      device: 'auto',
    });
    const flags = [
      '--home',
      '/h',
      '--slots',
      '2',
      '--cpu-threads=3',
      '--data-ports',
      '7100-7199',
      '--name',
      'w',
    ];
    expect(loadConfig(flags, env)).toMatchObject({
      home: '/h',
      slots: 2,
      cpuThreads: 3,
      dataPorts: { from: 7100, to: 7199 },
      name: 'w',
    });
    expect(loadConfig([], { RINGMASTER_CACHE: '/c' }).cacheDir).toBe('/c');
    const roots = ['--data-root', 'flowers=/data/a=b', '--data-root', 'digits=rel'];
    expect(loadConfig(roots, {}).dataRoots).toEqual({ flowers: '/data/a=b', digits: resolve('rel') });
  });

  it.each([
    [['--slots', '0'], /--slots/],
    [['--cpu-threads', 'many'], /--cpu-threads/],
    [['--device', 'tpu'], /--device/],
    [['--data-ports', '9-1'], /--data-ports/],
    [['--coordinator', 'http://x'], /--coordinator: must be HOST:PORT/],
    [['--coordinator', 'a:7071,'], /--coordinator: must be HOST:PORT, or several/],
    [['--data-root', 'Flowers=/x'], /--data-roots.0: "Flowers=.x" must look like/],
    [['--data-root', '../x=/x'], /must look like/],
    [['--data-root', 'flowers='], /must look like/],
    [['--data-root', 'a=/x', '--data-root', 'a=/y'], /one name is given twice/],
    [['--nonsense', '1'], /nonsense/],
    [['stray'], /stray/],
  ])('refuses %j and names the flag', (argv, message) => {
    expect(() => loadConfig(argv, {})).toThrow(message);
  });

  it.each([
    [[], '127.0.0.1'],
    [['--advertise', 'localhost', '--coordinator', '127.0.0.1:7000'], '127.0.0.1'],
    [['--advertise', '127.0.0.2', '--coordinator', '[::1]:7000'], '127.0.0.2'],
    [['--advertise', '[::1]'], '::1'],
  ])('listens where %j says: %s', (argv, host) => {
    expect(listenHost(loadConfig(argv, {}))).toBe(host);
  });

  it.each([
    [['--advertise', '10.0.0.7'], /--advertise 10\.0\.0\.7: nothing leaves loopback without TLS/],
    [['--coordinator', 'far:7000'], /--coordinator far:7000: nothing leaves loopback without TLS/],
    [['--coordinator', '127.0.0.1:1,far:7000'], /--coordinator 127\.0\.0\.1:1,far:7000: nothing leaves/],
    [['--advertise', '10.0.0.7', '--coordinator', '127.evil.example:1'], /--advertise .* and --coordinator/],
    [['--tls', 'on'], /ca\.crt cannot be read .*certs issue/],
  ])('does not leave loopback without certificates: %j', async (argv, message) => {
    await expect(checkWorkerIdentity(loadConfig(argv, {}), join(home, 'tls'))).rejects.toThrow(message);
  });

  it('says when its certificate is for another host', async () => {
    const tls = mkdtempSync(join(home, 'tls-'));
    const validity = { notBefore: new Date(Date.now() - 1_000), notAfter: new Date(Date.now() + 60_000) };
    const authority = await createAuthority({ name: 'test', ...validity });
    const usages = ['server', 'client'] as const;
    const worker = await issueCertificate(authority, { name: 'w', hosts: ['10.0.0.7'], usages, ...validity });
    const { caCert, workerCert, workerKey } = tlsLayout(tls);
    for (const [file, text] of [
      [caCert, authority.cert],
      [workerCert, worker.cert],
      [workerKey, worker.key],
    ] as const)
      writeFileSync(file, text);
    await checkWorkerIdentity(loadConfig(['--advertise', '10.0.0.7'], {}), tls);
    await expect(checkWorkerIdentity(loadConfig(['--advertise', '10.0.0.8'], {}), tls)).rejects.toThrow(
      /worker\.crt: the certificate of w is for 10\.0\.0\.7, not for 10\.0\.0\.8/,
    );
  });

  it('serves on no address that nobody can dial', () => {
    expect(() => listenHost(loadConfig(['--advertise', '0.0.0.0'], {}))).toThrow(/nobody can dial/);
  });

  it.each([
    ['https://10.0.0.1:1', '127.0.0.1', 'unauthenticated'],
    ['http://127.0.0.1:1', '10.0.0.7', 'invalid'],
  ])('a rank of %s that serves at %s has TLS or does not run', async (artifactsUrl, advertiseHost, code) => {
    const config = { tlsDir: join(home, 'none'), advertiseHost };
    await expect(jobIdentity({ artifactsUrl }, config)).rejects.toMatchObject({ code });
  });
});

it('asks several coordinators in turn', async () => {
  const next = inTurn(loadConfig(['--coordinator', 'a:1,b:2'], {}).coordinator ?? []);
  expect([await next(), await next(), await next()]).toEqual(['a:1', 'b:2', 'a:1']);
});

describe('facts of the home', () => {
  it('reads the coordinator and the token, and says what is missing', async () => {
    await expect(coordinatorOfHome(home)).rejects.toMatchObject({ code: 'unavailable' });
    writeFileSync(join(home, 'endpoint.json'), '{"url":"http://127.0.0.1:1","controlAddr');
    await expect(coordinatorOfHome(home)).rejects.toThrow(/not a whole endpoint file/);
    const endpoint = { url: 'http://127.0.0.1:1', controlAddress: '127.0.0.1:2', pid: 3, version: '0' };
    writeFileSync(join(home, 'endpoint.json'), JSON.stringify(endpoint));
    expect(await coordinatorOfHome(home)).toBe('127.0.0.1:2');
    expect(await homeHasTls(home)).toBe(false);
    await expect(readToken(join(home, 'token'))).rejects.toMatchObject({ code: 'unavailable' });
    writeFileSync(join(home, 'token'), ' abc\n');
    expect(await readToken(join(home, 'token'))).toBe('abc');
  });
});
