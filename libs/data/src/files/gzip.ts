import { LIMITS } from '@ringmaster/contracts';
import { corrupt } from './corrupt.js';

/** Compressed bytes handed over at once; the precision of an error's position. */
const CHUNK = 4_096;

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** gzip (RFC 1952) of a file, zlib (RFC 1950) inside a PNG image. */
type Packing = 'gzip' | 'deflate';

/**
 * Unpacks with the platform's decompressor, which checks its CRC and length. Output is counted
 * while it comes, so that a small file cannot become a large amount of memory.
 * @throws TrainError `data_corrupt` naming the file and the bytes at which it broke
 */
export async function gunzip(
  name: string,
  bytes: Uint8Array,
  limit: number = LIMITS.dataFileBytes,
  packing: Packing = 'gzip',
): Promise<Uint8Array> {
  const stream = new DecompressionStream(packing);
  const [writer, reader] = [stream.writable.getWriter(), stream.readable.getReader()];
  let fed = 0;
  const feeding = (async () => {
    for (; fed < bytes.length; fed = Math.min(fed + CHUNK, bytes.length))
      await writer.write(bytes.slice(fed, fed + CHUNK));
    await writer.close();
  })();
  // Its failure is the reader's too, and reported there.
  feeding.catch(() => undefined);
  writer.closed.catch(() => undefined);
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return joined(parts, length);
      length += value.length;
      if (length > limit) throw corrupt(name, `unpacks to more than ${limit} bytes`);
      parts.push(value);
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    if (length > limit) throw error;
    throw broken(name, { fed, length: bytes.length, packing }, error);
  }
}

function broken(
  name: string,
  { fed, length, packing }: { readonly fed: number; readonly length: number; readonly packing: Packing },
  cause: unknown,
): Error {
  const what = String((cause as { message?: unknown } | undefined)?.message ?? cause);
  if (fed >= length && /unexpected end/i.test(what))
    return corrupt(name, `ends at byte ${length}, inside its ${packing} stream`, { cause });
  const last = Math.min(fed + CHUNK, length) - 1;
  return corrupt(`${name}: byte ${Math.max(0, fed - CHUNK)}–${last}`, `broken ${packing} stream (${what})`, {
    cause,
  });
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
