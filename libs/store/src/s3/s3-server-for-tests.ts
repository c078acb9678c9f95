import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';

/** A real S3 server in a process of its own, with one bucket; or why there is none. */
export interface S3Server {
  readonly url: string;
  readonly bucket: string;
  stop(): void;
}

const SCRIPT = join(import.meta.dirname, '../../../../tools/s3-server.mjs');

/** The client takes the credentials from the environment, as a user's does. */
export async function startS3Server(): Promise<S3Server | { readonly reason: string }> {
  const child = spawn(process.execPath, [SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] });
  const url = await readyLine(child);
  if (typeof url !== 'string') return url;
  const bucket = 'ringmaster-tests';
  await new S3Client({ endpoint: url, forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: bucket }),
  );
  return { url, bucket, stop: () => child.stdin.end() };
}

function readyLine(child: ChildProcess): Promise<string | { readonly reason: string }> {
  return new Promise((resolve) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      said += chunk.toString();
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      const found = /^s3 (\S+)$/m.exec((said += chunk.toString()));
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    child.once('close', () => resolve({ reason: said.trim().split('\n').at(-1) ?? 'it ended' }));
  });
}
