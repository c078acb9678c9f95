import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { setTimeout as pause } from 'node:timers/promises';
import { s3Failure } from './s3-failure.js';
import type { S3Place } from './s3-place.js';

const FIRST_PAUSE_MS = 200;

export interface S3Read {
  readonly key: string;
  /** What the object was when it was opened: the rest of another one is never joined to its beginning. */
  readonly etag: string | undefined;
  readonly bytes: number;
  readonly action: string;
}

/** The bytes of an opened object. A transfer that breaks off goes on where it was, `LIMITS.s3Attempts` times in all. */
export async function* s3Bytes(
  place: S3Place,
  first: GetObjectCommandOutput,
  read: S3Read,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  let current: GetObjectCommandOutput | undefined = first;
  for (let attempt = 1; ; attempt++) {
    try {
      current ??= await reopened(place, read, at);
      for await (const chunk of current.Body as AsyncIterable<Uint8Array>) {
        at += chunk.byteLength;
        yield chunk;
      }
      if (at >= read.bytes) return;
      throw new TrainError('unavailable', `${read.action}: it broke off after ${at} of ${read.bytes} bytes`);
    } catch (cause) {
      const failure = s3Failure(cause, read.action, place.label);
      const status = (cause as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
      if (status === 404 || status === 412)
        throw new TrainError(
          'unavailable',
          `${read.action}: it was replaced while it was read; read it again`,
        );
      if (attempt >= LIMITS.s3Attempts || failure.code !== 'unavailable') throw failure;
      current = undefined;
      await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}

const reopened = (place: S3Place, { key, etag }: S3Read, at: number): Promise<GetObjectCommandOutput> =>
  place.client.send(
    new GetObjectCommand({
      Bucket: place.bucket,
      Key: key,
      Range: `bytes=${at}-`,
      ...(etag !== undefined && { IfMatch: etag }),
    }),
  );
