import { fileURLToPath } from 'node:url';
import { TrainError } from '@ringmaster/core';

/** Where artifacts go besides the home directory. */
export type StoreAddress =
  | { readonly kind: 'directory'; readonly path: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      /** Empty, or ends with "/". */
      readonly prefix: string;
      /** Default: AWS itself, or `AWS_ENDPOINT_URL_S3`. */
      readonly endpoint?: string;
      /** Default: `AWS_REGION`, else the profile's. */
      readonly region?: string;
      /** The bucket in the path instead of the host name. Default: with an endpoint of one's own. */
      readonly pathStyle: boolean;
    };

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX = /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/;
const OPTIONS = ['endpoint', 'region', 'pathStyle'];

/**
 * `file:///mnt/shared/ringmaster` or `s3://bucket/prefix?endpoint=https://host&region=eu-1&pathStyle=true`. Never with
 * credentials: those come from the environment.
 * @throws TrainError `invalid`, which repeats nothing of an address that may hold a secret
 */
export function parseStoreAddress(text: string): StoreAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'file:') return directoryAddress(url);
  if (url?.protocol === 's3:') return s3Address(url);
  throw new TrainError(
    'invalid',
    'the artifact store must look like file:///mnt/shared/ringmaster or s3://bucket/prefix?endpoint=https://host',
  );
}

function directoryAddress(url: URL): StoreAddress {
  if (url.host !== '' || url.search !== '' || url.pathname === '/')
    throw new TrainError(
      'invalid',
      'a shared directory is named by its absolute path: file:///mnt/shared/ringmaster (three slashes, no options)',
    );
  return { kind: 'directory', path: fileURLToPath(url) };
}

function s3Address(url: URL): StoreAddress {
  if (url.username !== '' || url.password !== '')
    throw new TrainError(
      'invalid',
      'an s3:// address must not hold credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    );
  const unknown = [...url.searchParams.keys()].find((key) => !OPTIONS.includes(key));
  if (unknown !== undefined)
    throw new TrainError(
      'invalid',
      `s3 address: unknown option "${unknown}"; there are ${OPTIONS.join(', ')}`,
    );
  const prefix = url.pathname.replace(/^\/|\/$/g, '');
  if (!BUCKET.test(url.host) || (prefix !== '' && !PREFIX.test(prefix)) || url.port !== '')
    throw new TrainError(
      'invalid',
      `s3://${url.host}${url.pathname}: a bucket is 3–63 of a–z, 0–9, "." and "-"; a prefix is made of parts of letters, digits, ".", "_", "-"`,
    );
  const endpoint = url.searchParams.get('endpoint') ?? undefined;
  const region = url.searchParams.get('region') ?? undefined;
  return {
    kind: 's3',
    bucket: url.host,
    prefix: prefix === '' ? '' : `${prefix}/`,
    ...(endpoint !== undefined && { endpoint: checkedEndpoint(endpoint) }),
    ...(region !== undefined && { region }),
    pathStyle: flag(url.searchParams.get('pathStyle')) ?? endpoint !== undefined,
  };
}

function checkedEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new TrainError(
      'invalid',
      's3 address: endpoint must be an http:// or https:// URL without credentials',
    );
  return url.origin + url.pathname.replace(/\/$/, '');
}

function flag(text: string | null): boolean | undefined {
  if (text === null) return undefined;
  if (text !== 'true' && text !== 'false')
    throw new TrainError('invalid', 's3 address: pathStyle is true or false');
  return text === 'true';
}
