import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import {
  type ArtifactInfo,
  type ArtifactSize,
  type ArtifactStore,
  checkArtifactName,
  type OpenArtifact,
} from '@ringmaster/training';
import { checkJobId } from '../artifacts/artifact-name.js';
import { isAbsent, s3Failure } from './s3-failure.js';
import { inParallel, type S3Entry, s3Delete, s3Entries, sweepUploads } from './s3-keys.js';
import { type S3Place, s3Place, type S3PlaceOptions } from './s3-place.js';
import { s3Put, SHA256 } from './s3-put.js';
import { s3Bytes } from './s3-read.js';

/**
 * Artifacts as objects `<prefix>/<namespace>/<jobId>/<name>` of a bucket. An object is there whole or not at all; its
 * digest is in its metadata (the one of a large body that nobody announced is computed when it is asked for).
 * @throws TrainError `unavailable` | `forbidden` | `invalid` when the bucket cannot be written
 */
export async function s3Artifacts(options: S3PlaceOptions): Promise<ArtifactStore> {
  const place = withChecks(() => s3Place(options));
  await probe(place);
  return new S3Artifacts(place);
}

function withChecks(open: () => S3Place): S3Place {
  try {
    return open();
  } catch (cause) {
    throw new TrainError('invalid', `the S3 store cannot be opened: ${(cause as Error).message}`, { cause });
  }
}

/** Writes, lists and deletes once: a store that cannot do that is refused before a job needs it. */
async function probe(place: S3Place): Promise<void> {
  const { client, bucket, prefix, label } = place;
  const Key = `${prefix}.probe`;
  try {
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key, Body: 'written by a starting coordinator\n' }),
    );
    await s3Entries(place, Key);
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes('Region is missing'))
      throw new TrainError('invalid', `artifact store ${label}: no region; add ?region=… or set AWS_REGION`);
    throw s3Failure(cause, 'opening the artifact store', label);
  }
}

class S3Artifacts implements ArtifactStore {
  /** Digests that were asked for, by key and etag. */
  private readonly digests = new Map<string, string>();
  private readonly swept = new Set<string>();

  constructor(private readonly place: S3Place) {}

  put: ArtifactStore['put'] = (jobId, name, body, options = {}) =>
    this.guarded(`storing artifact ${name}`, async () => {
      const key = this.keyOf(jobId, name);
      if (!this.swept.has(jobId)) await sweepUploads(this.place, this.keyOf(jobId)).catch(() => undefined);
      this.swept.add(jobId);
      const arrived = await s3Put(this.place, { key, name, body, ...options });
      return { name, ...arrived, modifiedAt: new Date().toISOString() };
    });

  get: ArtifactStore['get'] = (jobId, name) => this.open(jobId, name, `reading artifact ${name}`);

  sizes: ArtifactStore['sizes'] = (jobId, prefix = '') =>
    this.guarded('listing artifacts', async () =>
      (await this.entries(jobId, prefix)).map(({ size }) => size),
    );

  list: ArtifactStore['list'] = (jobId, prefix = '') =>
    this.guarded('listing artifacts', async () => {
      const infos = await inParallel(await this.entries(jobId, prefix), async ({ size, entry }) => {
        const sha256 = await this.digestOf(jobId, size, entry);
        return sha256 === undefined ? [] : [{ ...size, sha256 }];
      });
      return infos.flat();
    });

  remove: ArtifactStore['remove'] = (jobId, nameOrPrefix) =>
    this.guarded(`removing artifact ${nameOrPrefix}`, async () => {
      const isPrefix = nameOrPrefix.endsWith('/');
      const key = this.keyOf(jobId, isPrefix ? nameOrPrefix.slice(0, -1) : nameOrPrefix);
      const found = await s3Entries(this.place, isPrefix ? `${key}/` : key);
      const keys = found.map((entry) => entry.key).filter((each) => isPrefix || each === key);
      await s3Delete(this.place, keys);
      return keys.length > 0;
    });

  removeAll: ArtifactStore['removeAll'] = (jobId) =>
    this.guarded(`removing the artifacts of job ${jobId}`, async () => {
      const keys = (await s3Entries(this.place, this.keyOf(jobId))).map(({ key }) => key);
      await s3Delete(this.place, keys);
      return keys.length > 0;
    });

  private keyOf(jobId: string, name?: string): string {
    const directory = `${this.place.prefix}${checkJobId(jobId)}/`;
    return name === undefined ? directory : directory + checkArtifactName(name);
  }

  private async guarded<T>(action: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw s3Failure(cause, action, this.place.label);
    }
  }

  private async entries(
    jobId: string,
    prefix: string,
  ): Promise<readonly { size: ArtifactSize; entry: S3Entry }[]> {
    const directory = this.keyOf(jobId);
    return (await s3Entries(this.place, directory + prefix)).map((entry) => ({
      size: { name: entry.key.slice(directory.length), bytes: entry.bytes, modifiedAt: entry.modifiedAt },
      entry,
    }));
  }

  private open(jobId: string, name: string, action: string): Promise<OpenArtifact> {
    return this.guarded(action, async () => {
      const key = this.keyOf(jobId, name);
      const { client, bucket } = this.place;
      const opened = await client
        .send(new GetObjectCommand({ Bucket: bucket, Key: key }))
        .catch((cause: unknown) => {
          if (isAbsent(cause)) throw new TrainError('not_found', `job ${jobId} has no artifact ${name}`);
          throw cause;
        });
      const bytes = opened.ContentLength ?? 0;
      const stream = Readable.from(s3Bytes(this.place, opened, { key, etag: opened.ETag, bytes, action }));
      const modifiedAt = (opened.LastModified ?? new Date(0)).toISOString();
      const known = opened.Metadata?.[SHA256] ?? this.digests.get(`${key} ${opened.ETag}`);
      const info: ArtifactSize = { name, bytes, modifiedAt };
      const sha256 = known ?? (await this.computed(key, opened.ETag));
      return { ...info, sha256, stream };
    });
  }

  /** Undefined when the object vanished meanwhile. */
  private async digestOf(jobId: string, { name }: ArtifactSize, entry: S3Entry): Promise<string | undefined> {
    const key = this.keyOf(jobId, name);
    try {
      const known = this.digests.get(`${key} ${entry.etag}`);
      if (known !== undefined) return known;
      const head = await this.place.client.send(
        new HeadObjectCommand({ Bucket: this.place.bucket, Key: key }),
      );
      const stored = head.Metadata?.[SHA256];
      if (stored === undefined) return await this.computed(key, entry.etag);
      this.remember(key, head.ETag, stored);
      return stored;
    } catch (cause) {
      if (isAbsent(cause)) return undefined;
      throw cause;
    }
  }

  private remember(key: string, etag: string | undefined, sha256: string): void {
    if (this.digests.size >= LIMITS.s3Digests) this.digests.clear();
    this.digests.set(`${key} ${etag}`, sha256);
  }

  private async computed(key: string, etag: string | undefined): Promise<ArtifactInfo['sha256']> {
    const known = this.digests.get(`${key} ${etag}`);
    if (known !== undefined) return known;
    const { client, bucket } = this.place;
    const opened = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const hash = createHash('sha256');
    const read = { key, etag: opened.ETag, bytes: opened.ContentLength ?? 0, action: `reading ${key}` };
    for await (const chunk of s3Bytes(this.place, opened, read)) hash.update(chunk);
    const sha256 = hash.digest('hex');
    this.remember(key, opened.ETag, sha256);
    return sha256;
  }
}
