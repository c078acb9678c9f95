import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guardedFetch } from './guarded-fetch.js';

const { signal } = new AbortController();
let connections = 0;
let server: Server;
let port = 0;
beforeEach(async () => {
  connections = 0;
  server = createServer().on('connection', (socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterEach(() => server.close());

/** Names of this test, and what they stand for. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'loop.test': ['127.0.0.1'],
  'half.test': ['93.184.216.34', '10.0.0.1'],
  'mapped.test': ['::ffff:127.0.0.1'],
  'metadata.test': ['169.254.169.254'],
};
const resolve = async (name: string) => NAMES[name] ?? [];

describe('a URL that leads into a private network is refused, and nothing is connected', () => {
  it.each([
    'https://127.0.0.1',
    'https://2130706433',
    'https://0x7f000001',
    'https://017700000001',
    'https://127.1',
    'https://0',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://[::ffff:7f00:1]',
    'https://[64:ff9b::127.0.0.1]',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00:ec2::254]',
    'https://１２７.0.0.1',
    'https://loop.test',
    'https://loop.test.',
    'https://LOOP.test',
    'https://half.test',
    'https://mapped.test',
    'https://metadata.test/computeMetadata/v1',
  ])('%s', async (text) => {
    const url = new URL(text);
    url.port = String(port);
    const fetching = guardedFetch({ allowHosts: ['other.test'], resolve })(url, { signal });
    await expect(fetching).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('--allow-host') as string,
    });
    expect(connections).toBe(0);
  });

  it.each([
    ['http://93.184.216.34', 'http:// is refused'],
    ['ftp://93.184.216.34', 'ftp:// is refused'],
    ['file:///etc/passwd', 'file:// is refused'],
    ['https://user:secret@93.184.216.34', 'a user name or a password'],
  ])('%s', async (url, message) => {
    await expect(guardedFetch({ allowHosts: [], resolve })(new URL(url), { signal })).rejects.toThrow(
      message,
    );
  });
});

it('a name is resolved once, and the connection goes to what was checked', async () => {
  const asked: string[] = [];
  const rebinding = async (name: string) => {
    asked.push(name);
    return asked.length === 1 ? ['127.0.0.1'] : ['127.0.0.2'];
  };
  const url = new URL(`https://data.test:${port}/x`);
  const fetching = guardedFetch({ allowHosts: ['data.test'], resolve: rebinding })(url, { signal });
  // The server speaks no TLS; that it was reached at all is the point: nobody else knows the name.
  await expect(fetching).rejects.toThrow('fetch failed');
  expect([asked, connections]).toEqual([['data.test'], 1]);
});

it('a name without addresses is unavailable', async () => {
  const fetching = guardedFetch({ allowHosts: [], resolve })(new URL('https://none.test'), { signal });
  await expect(fetching).rejects.toMatchObject({ code: 'unavailable' });
});
