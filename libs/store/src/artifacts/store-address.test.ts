import { describe, expect, it } from 'vitest';
import { parseStoreAddress } from './store-address.js';

describe('the address of an artifact store', () => {
  it.each([
    ['file:///mnt/shared/rm', { kind: 'directory', path: '/mnt/shared/rm' }],
    ['s3://bucket', { kind: 's3', bucket: 'bucket', prefix: '', pathStyle: false }],
    [
      's3://my.bucket/team/a/?region=eu-1',
      { kind: 's3', bucket: 'my.bucket', prefix: 'team/a/', region: 'eu-1', pathStyle: false },
    ],
    [
      's3://bucket/x?endpoint=http://127.0.0.1:9000/',
      { kind: 's3', bucket: 'bucket', prefix: 'x/', endpoint: 'http://127.0.0.1:9000', pathStyle: true },
    ],
    [
      's3://bucket?endpoint=https://s3.example.org&pathStyle=false',
      { kind: 's3', bucket: 'bucket', prefix: '', endpoint: 'https://s3.example.org', pathStyle: false },
    ],
  ])('%s', (text, address) => {
    expect(parseStoreAddress(text)).toEqual(address);
  });

  it.each([
    ['/mnt/shared', /must look like/],
    ['http://host/x', /must look like/],
    ['file://mnt/shared', /three slashes/],
    ['file:///', /absolute path/],
    ['s3://key:hunter2@bucket/x', /must not hold credentials/],
    ['s3://bucket/x?endpoint=http://key:hunter2@host', /without credentials/],
    ['s3://BUCKET_1/x', /a bucket is/],
    ['s3://bucket/x?secretKey=hunter2', /unknown option "secretKey"/],
    ['s3://bucket/x?pathStyle=yes', /true or false/],
    ['s3://bucket/a//b', /a prefix is/],
  ])('refuses %s', (text, message) => {
    expect(() => parseStoreAddress(text)).toThrow(message);
    expect(() => parseStoreAddress(text)).not.toThrow(/hunter2/);
  });
});
