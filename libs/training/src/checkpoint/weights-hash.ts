import type { NamedTensor } from './named-tensor.js';
import { sha256Hex } from './sha256.js';

/**
 * SHA-256 over tensors in the given order: for each one the JSON of `[name, shape]`, a line feed, and its bytes
 * (little-endian). Equal hashes mean equal names, shapes and bits.
 */
export async function tensorsSha256(tensors: readonly NamedTensor[]): Promise<string> {
  const text = new TextEncoder();
  const parts = tensors.flatMap(({ name, shape, data }) => [
    text.encode(`${JSON.stringify([name, shape])}\n`),
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  ]);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return sha256Hex(whole);
}
