import { S3Client } from '@aws-sdk/client-s3';
import { LIMITS } from '@ringmaster/contracts';
import type { StoreAddress } from '../artifacts/store-address.js';

export type S3Address = Extract<StoreAddress, { kind: 's3' }>;

/** A bucket, and what of it is ours. */
export interface S3Place {
  readonly client: S3Client;
  readonly bucket: string;
  /** Of every key: empty, or ends with "/". */
  readonly prefix: string;
  /** For messages: `s3://bucket/prefix at endpoint`. */
  readonly label: string;
}

export interface S3PlaceOptions {
  readonly address: S3Address;
  /** Below the address's prefix: belongs to this coordinator alone. */
  readonly namespace: string;
  /** Tries of one request, with growing pauses, after 5xx, throttling and broken connections. */
  readonly attempts?: number;
}

/** Credentials are the environment's business (`AWS_ACCESS_KEY_ID`, profiles, roles): they never pass through here. */
export function s3Place({ address, namespace, attempts = LIMITS.s3Attempts }: S3PlaceOptions): S3Place {
  const { bucket, endpoint, region, pathStyle } = address;
  const prefix = `${address.prefix}${namespace}/`;
  const client = new S3Client({
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    forcePathStyle: pathStyle,
    maxAttempts: attempts,
    // Stores other than AWS do not know the checksums that the client adds otherwise; ours are compared anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: LIMITS.connectMs,
      requestTimeout: LIMITS.artifactIdleMs,
      throwOnRequestTimeout: true,
      socketTimeout: LIMITS.artifactIdleMs,
    },
  });
  return { client, bucket, prefix, label: `s3://${bucket}/${prefix}${endpoint ? ` at ${endpoint}` : ''}` };
}
