import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

/** The digest kept beside a file, and what the file looked like when it was taken. */
const Sidecar = z.strictObject({
  bytes: z.int().min(0),
  modifiedMs: z.number(),
  inode: z.number(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A file changed this recently may change again without a trace in its time stamp. */
const SETTLED_MS = 2_000;

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const digestPath = (path: string): string => join(dirname(path), `.${basename(path)}.sum`);

/** Remembers the digest of a file that has just been published. Losing it costs one reading of the file, nothing else. */
export async function rememberDigest(path: string, stats: Stats, sha256: string): Promise<void> {
  const sidecar = { bytes: stats.size, modifiedMs: stats.mtimeMs, inode: stats.ino, sha256 };
  await writeFile(digestPath(path), JSON.stringify(sidecar), { mode: 0o600 }).catch(() => undefined);
}

/** The digest of a file: the remembered one while the file looks the same, else computed and remembered. */
export async function digestOf(path: string, stats: Stats): Promise<string> {
  const known = await readSidecar(path);
  if (known?.bytes === stats.size && known.modifiedMs === stats.mtimeMs && known.inode === stats.ino)
    return known.sha256;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const sha256 = hash.digest('hex');
  if (Date.now() - stats.mtimeMs > SETTLED_MS) await rememberDigest(path, stats, sha256);
  return sha256;
}

async function readSidecar(path: string): Promise<z.output<typeof Sidecar> | undefined> {
  try {
    return Sidecar.parse(JSON.parse(await readFile(digestPath(path), 'utf8')));
  } catch {
    return undefined;
  }
}
