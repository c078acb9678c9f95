import { createHash, webcrypto } from 'node:crypto';
import type { SimPlatform } from '@ringmaster/testkit';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/**
 * Makes this process one that worlds can be simulated in: a turn of the event loop runs everything that promises made
 * ready; Web Crypto answers within the same turn, where a thread pool would bring in real time; and rejections that
 * nobody handles are gathered.
 */
export function nodePlatform(): SimPlatform {
  const digest = async (_algorithm: unknown, bytes: Uint8Array): Promise<ArrayBuffer> =>
    Uint8Array.from(sha256(bytes)).buffer;
  Object.defineProperty(webcrypto.subtle, 'digest', { value: digest, configurable: true });
  let escaped: unknown[] = [];
  process.on('unhandledRejection', (reason) => escaped.push(reason));
  return {
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    takeEscaped: () => {
      const taken = escaped;
      escaped = [];
      return taken;
    },
  };
}
