import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyedHash } from '@ringmaster/collective';

/** HMAC-SHA-256 (RFC 2104). */
export const hmacSha256: KeyedHash = (key, message) => createHmac('sha256', key).update(message).digest();

/** Equal bytes, in a time that does not tell where they differ. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && timingSafeEqual(a, b);
