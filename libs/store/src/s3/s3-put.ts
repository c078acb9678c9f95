import { createHash, type Hash } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { ArtifactBody, PutOptions } from '@ringmaster/training';
import { Readable } from 'node:stream';
import { fileFailure } from '../durable-files.js';
import type { S3Place } from './s3-place.js';

/** Name of the metadata field that holds the digest. */
export const SHA256 = 'sha256';
const PARTS_IN_FLIGHT = 2;

export interface S3Put extends PutOptions {
  readonly key: string;
  /** Of the artifact, for messages. */
  readonly name: string;
  readonly body: ArtifactBody;
}

export interface Arrived {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * One request for what fits into a part, else a multipart upload of parts that are held in memory one by one. The object
 * appears when the last request succeeds, and that one is not sent unless the bytes are the announced ones.
 */
export async function s3Put(place: S3Place, put: S3Put): Promise<Arrived> {
  const counted = new CountedBody(put);
  const pieces = counted[Symbol.asyncIterator]();
  try {
    const head = await firstPart(pieces);
    if (head.isWhole) await putWhole(place, put, { head: head.bytes, sha256: counted.result().sha256 });
    else await putParts(place, put, chained(head.bytes, pieces));
    return counted.result();
  } catch (cause) {
    // What was wrong with the bytes, or their sender, is no failure of the store.
    throw counted.failure ?? cause;
  }
}

interface Whole {
  readonly head: Uint8Array;
  readonly sha256: string;
}

async function putWhole(place: S3Place, { key, signal }: S3Put, { head, sha256 }: Whole): Promise<void> {
  const { client, bucket } = place;
  await client.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: head, Metadata: { [SHA256]: sha256 } }),
    signal ? { abortSignal: signal } : {},
  );
}

async function putParts(place: S3Place, put: S3Put, body: AsyncIterable<Uint8Array>): Promise<void> {
  const { key, sha256, signal } = put;
  const upload = new Upload({
    client: place.client,
    params: {
      Bucket: place.bucket,
      Key: key,
      Body: Readable.from(body, { objectMode: false }),
      ...(sha256 !== undefined && { Metadata: { [SHA256]: sha256.toLowerCase() } }),
    },
    partSize: LIMITS.s3PartBytes,
    queueSize: PARTS_IN_FLIGHT,
  });
  const abort = () => void upload.abort();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await upload.done();
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** Counts and hashes what passes; its last `next` throws unless the digest is the announced one. */
class CountedBody implements AsyncIterable<Uint8Array> {
  private bytes = 0;
  private readonly hash: Hash = createHash('sha256');
  private digest: string | undefined;
  failure: TrainError | undefined;

  constructor(private readonly put: S3Put) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* this.pieces();
    } catch (cause) {
      throw (this.failure = fileFailure(cause, `storing artifact ${this.put.name}`));
    }
  }

  private async *pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    const { body, name, signal } = this.put;
    const stopIfTold = () => {
      if (signal?.aborted) throw new TrainError('cancelled', `storing artifact ${name} was cancelled`);
    };
    stopIfTold();
    for await (const chunk of body instanceof Uint8Array ? [body] : body) {
      stopIfTold();
      this.bytes += chunk.byteLength;
      if (this.bytes > LIMITS.artifactBytes)
        throw new TrainError('too_large', `artifact ${name} is larger than ${LIMITS.artifactBytes} bytes`);
      this.hash.update(chunk);
      yield chunk;
    }
    stopIfTold();
    this.compare();
  }

  result(): Arrived {
    if (this.digest === undefined)
      throw new TrainError('internal', `artifact ${this.put.name} was not read to its end`);
    return { bytes: this.bytes, sha256: this.digest };
  }

  private compare(): void {
    const { name, sha256 } = this.put;
    this.digest = this.hash.digest('hex');
    if (sha256 !== undefined && sha256.toLowerCase() !== this.digest)
      throw new TrainError(
        'artifact_corrupt',
        `artifact ${name}: ${this.bytes} bytes with SHA-256 ${this.digest} arrived, ${sha256} was announced; send it again`,
      );
  }
}

async function firstPart(
  pieces: AsyncGenerator<Uint8Array>,
): Promise<{ readonly bytes: Uint8Array; readonly isWhole: boolean }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  while (bytes <= LIMITS.s3PartBytes) {
    const next = await pieces.next();
    if (next.done) return { bytes: Buffer.concat(chunks), isWhole: true };
    chunks.push(next.value);
    bytes += next.value.byteLength;
  }
  return { bytes: Buffer.concat(chunks), isWhole: false };
}

async function* chained(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}
