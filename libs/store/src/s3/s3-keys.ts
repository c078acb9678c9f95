import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { LIMITS } from '@ringmaster/contracts';
import type { S3Place } from './s3-place.js';

export interface S3Entry {
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAt: string;
  readonly etag: string | undefined;
}

/** Everything whose key begins with `prefix`, by key. */
export async function s3Entries(place: S3Place, prefix: string): Promise<readonly S3Entry[]> {
  const entries: S3Entry[] = [];
  let token: string | undefined;
  do {
    const page = await place.client.send(
      new ListObjectsV2Command({
        Bucket: place.bucket,
        Prefix: prefix,
        MaxKeys: LIMITS.s3PageKeys,
        ...(token !== undefined && { ContinuationToken: token }),
      }),
    );
    for (const { Key, Size = 0, LastModified, ETag } of page.Contents ?? [])
      if (Key !== undefined)
        entries.push({
          key: Key,
          bytes: Size,
          modifiedAt: (LastModified ?? new Date(0)).toISOString(),
          etag: ETag,
        });
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return entries.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** One by one: not every store knows how to delete many at once. */
export async function s3Delete(place: S3Place, keys: readonly string[]): Promise<void> {
  await inParallel(keys, (key) =>
    place.client.send(new DeleteObjectCommand({ Bucket: place.bucket, Key: key })),
  );
}

/** Removes the parts of uploads that their senders did not live to finish: they cost space, and nobody sees them. */
export async function sweepUploads(place: S3Place, prefix: string): Promise<void> {
  const page = await place.client.send(
    new ListMultipartUploadsCommand({ Bucket: place.bucket, Prefix: prefix }),
  );
  for (const { Key, UploadId, Initiated } of page.Uploads ?? [])
    if (Key !== undefined && Initiated && Date.now() - Initiated.getTime() > LIMITS.s3UploadMs)
      await place.client.send(new AbortMultipartUploadCommand({ Bucket: place.bucket, Key, UploadId }));
}

const WORKERS = 8;

export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T);
  };
  await Promise.all(Array.from({ length: Math.min(WORKERS, items.length) }, worker));
  return results;
}
