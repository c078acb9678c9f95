import { z } from 'zod';

/** First entry: what the archive is. */
export const HEADER = 'ringmaster-backup.json';
/** Last entry: what all others must be. Without it the archive is not whole. */
export const CONTENTS = 'ringmaster-contents.json';

export const BackupHeader = z.strictObject({
  version: z.literal(1),
  createdAt: z.string(),
  /** Of the Ringmaster that wrote it. */
  ringmaster: z.string(),
});

const Entry = z.strictObject({
  path: z.string(),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export const BackupContents = z.strictObject({ version: z.literal(1), files: z.array(Entry) });
export type BackupEntry = z.output<typeof Entry>;

/**
 * What of a home is not carried away, and not taken from an archive: secrets, what belongs to running processes, what
 * can be made again.
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'token',
  'tokens.json',
  'tls',
  'endpoint.json',
  'supervisor.json',
  'redis',
  'agents',
  'process-logs',
  'data-cache',
]);

const PART = /^[^./\\\0][^/\\\0]*$/;
/** A longer name is no file's on any file system that we run on. */
const PART_BYTES = 255;
const isPart = (part: string): boolean => PART.test(part) && Buffer.byteLength(part) <= PART_BYTES;

/** True for a relative path that stays below the home, is not hidden, and is part of a backup. */
export function isBackedUp(path: string): boolean {
  const parts = path.split('/');
  return path.length <= 1_024 && parts.every(isPart) && !LEFT_OUT.has(parts[0] ?? '');
}
