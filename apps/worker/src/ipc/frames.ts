import type { Socket } from 'node:net';
import { deserialize, serialize } from 'node:v8';
import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

/*
 * Messages between an agent and a trainer that is not its child, over a socket that only their user can reach:
 *
 *   [u32 big-endian: n] [n bytes: the message, as Node's process channel encodes it]
 */
const LENGTH_BYTES = 4;

export function writeFrame(socket: Socket, message: unknown, done: () => void = () => undefined): void {
  const body = serialize(message);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + body.length);
  frame.writeUInt32BE(body.length);
  body.copy(frame, LENGTH_BYTES);
  socket.write(frame, () => done());
}

/**
 * Hands out the messages of a byte stream, whole and in order.
 * @throws TrainError `invalid` for one that is larger than `LIMITS.controlMessageBytes` or cannot be read
 */
export function frameReader(onMessage: (message: unknown) => void): (chunk: Buffer) => void {
  let waiting: Buffer = Buffer.alloc(0);
  return (chunk) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    while (waiting.length >= LENGTH_BYTES) {
      const bytes = waiting.readUInt32BE();
      if (bytes > LIMITS.controlMessageBytes)
        throw new TrainError(
          'invalid',
          `a message of ${bytes} bytes; at most ${LIMITS.controlMessageBytes} are read`,
        );
      if (waiting.length < LENGTH_BYTES + bytes) return;
      const body = waiting.subarray(LENGTH_BYTES, LENGTH_BYTES + bytes);
      waiting = waiting.subarray(LENGTH_BYTES + bytes);
      onMessage(parsed(body));
    }
  };
}

function parsed(body: Buffer): unknown {
  let message: unknown;
  try {
    message = deserialize(body);
  } catch (cause) {
    throw new TrainError('invalid', 'a message that cannot be read', { cause });
  }
  if (hasSparseList(message))
    throw new TrainError('invalid', 'a message with a list that is longer than what it holds');
  return message;
}

/** The encoding has lists of any length that hold nothing, and whoever goes through one never comes to its end. */
function hasSparseList(message: unknown): boolean {
  const seen = new Set<object>();
  const waiting: unknown[] = [message];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) continue;
    seen.add(value);
    const held = Object.values(value) as unknown[];
    if (Array.isArray(value) && held.length < value.length) return true;
    for (const each of held) waiting.push(each);
    if (value instanceof Map || value instanceof Set) for (const each of value) waiting.push(each);
  }
  return false;
}
