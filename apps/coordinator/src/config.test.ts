import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger, TrainError } from '@ringmaster/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from './config.js';
import { obtainToken, readEndpoint, removeEndpoint, writeEndpoint } from './home-files.js';
import { bindWithFallback } from './listen.js';
import { serverIdentity } from './server-identity.js';

describe('configuration', () => {
  it('takes flags over environment over defaults', () => {
    expect(readConfig([], { RINGMASTER_HOME: '/a', REDIS_URL: '' })).toMatchObject({
      home: '/a',
      http: { host: '127.0.0.1', port: 0 },
      redisUrl: undefined,
    });
    const argv = ['--home', '/b', '--listen', 'localhost:7070', '--control-listen', '[::1]:7071'];
    expect(readConfig(argv, { RINGMASTER_HOME: '/a', REDIS_URL: 'redis://127.0.0.1:6379' })).toMatchObject({
      home: '/b',
      http: { host: 'localhost', port: 7070 },
      control: { host: '::1', port: 7071 },
      redisUrl: 'redis://127.0.0.1:6379',
    });
  });

  it.each([
    [
      'every address without a name',
      ['--listen', '0.0.0.0:7070'],
      {},
      /0\.0\.0\.0 is every address.*--advertise/,
    ],
    [
      'a name that nobody can dial',
      ['--listen', '[::]:7070', '--advertise', '0.0.0.0'],
      {},
      /--advertise 0\.0\.0\.0/,
    ],
    ['workers without users', ['--control-listen', 'gpu1:7070'], {}, /--control-listen gpu1 .*need both/],
    ['TLS by another word', ['--tls', 'off'], {}, /--tls/],
    ['no port', ['--listen', '127.0.0.1'], {}, /not host:port/],
    ['a port that does not exist', ['--listen', '127.0.0.1:70000'], {}, /not host:port/],
    ['an unknown flag', ['--lisen', 'x'], {}, /lisen/],
    ['a standby that dies with its own Redis', ['--standby'], {}, /--standby: needs REDIS_URL/],
    ['another scheme', [], { REDIS_URL: 'http://x' }, /REDIS_URL.*redis:/],
  ])('refuses %s', (_, argv, env, message) => {
    expect(() => readConfig(argv, env)).toThrow(message);
  });
});

describe('off loopback', () => {
  const given = (...argv: string[]) => readConfig(argv, {});
  it.each([
    [[], { tls: false, advertise: '127.0.0.1' }],
    [['--tls', 'on'], { tls: true, advertise: '127.0.0.1' }],
    [['--listen', '127.0.0.9:1', '--control-listen', '[::1]:2'], { tls: false }],
    [['--listen', '10.0.0.1:7070'], { tls: true, advertise: '10.0.0.1' }],
    [['--listen', 'gpu1:1', '--control-listen', 'gpu1:2'], { tls: true, advertise: 'gpu1' }],
    [['--listen', '0.0.0.0:1', '--advertise', 'train.lan'], { tls: true, advertise: 'train.lan' }],
  ])('%j: %j', (argv, expected) => {
    expect(given(...argv)).toMatchObject(expected);
  });

  it('does not start without certificates, and says how to make them', async () => {
    const config = given('--listen', '10.0.0.1:7070');
    await expect(serverIdentity('/nowhere/tls', config)).rejects.toThrow(
      /--listen 10\.0\.0\.1:7070: nothing listens off loopback without TLS; .*ringmaster certs init --host 10\.0\.0\.1/,
    );
  });
});

describe('the files of a home', () => {
  let dir = '';
  beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'rm-home-'))));
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('makes one token, private, however many start at once', async () => {
    const path = join(dir, 'token');
    const tokens = await Promise.all([1, 2, 3, 4].map(() => obtainToken(path)));
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toMatch(/^[0-9a-f]{64}$/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dir)).toEqual(['token']);
    expect(await obtainToken(path)).toBe(tokens[0]);
  });

  it('refuses a token that others can read', async () => {
    const path = join(dir, 'token');
    await writeFile(path, 'a-token-that-is-long-enough', { mode: 0o644 });
    await expect(obtainToken(path)).rejects.toThrow(/can be read by others/);
  });

  it('writes the endpoint whole and private, and removes only its own', async () => {
    const path = join(dir, 'endpoint.json');
    expect(await readEndpoint(path)).toBeUndefined();
    const endpoint = {
      url: 'http://127.0.0.1:1',
      controlAddress: '127.0.0.1:2',
      pid: 4711,
      version: '0.1.0',
    };
    await writeEndpoint(path, endpoint);
    expect(await readEndpoint(path)).toEqual(endpoint);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await removeEndpoint(path, 1);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(endpoint);
    await removeEndpoint(path, 4711);
    expect(await readEndpoint(path)).toBeUndefined();
  });
});

describe('binding', () => {
  const taken = async (port: number) => {
    if (port === 7070) throw new TrainError('unavailable', 'taken');
    return port;
  };
  it.each([
    ['the port that was asked for', { port: 5, previousPort: 7 }, 5],
    ['the previous one for port 0', { port: 0, previousPort: 7 }, 7],
    ['a free one when the previous one is taken', { port: 0, previousPort: 7070 }, 0],
    ['a free one without a previous one', { port: 0 }, 0],
  ])('takes %s', async (_, address, port) => {
    expect(await bindWithFallback({ host: '127.0.0.1', ...address }, silentLogger, taken)).toBe(port);
  });

  it('does not move when the asked port is taken', async () => {
    await expect(bindWithFallback({ host: '127.0.0.1', port: 7070 }, silentLogger, taken)).rejects.toThrow(
      'taken',
    );
  });
});
