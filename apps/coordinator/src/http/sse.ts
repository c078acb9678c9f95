import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';
import { formatCursor, type StreamItem } from './job-events.js';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-accel-buffering': 'no',
} as const;

/** One item as text/event-stream has it (WHATWG HTML, "Server-sent events"). */
export function formatItem(item: StreamItem): string {
  if (item.type === 'heartbeat') return ': alive\n\n';
  const data = 'json' in item ? item.json : JSON.stringify(item.data);
  return `event: ${item.type}\nid: ${formatCursor(item.cursor)}\ndata: ${data}\n\n`;
}

/** Writes items as fast as the reader takes them; a reader that takes none for `LIMITS.sseStallMs` is cut off. */
export async function writeEvents(
  response: ServerResponse,
  items: AsyncIterable<StreamItem>,
  clock: Clock,
): Promise<void> {
  response.writeHead(200, HEADERS);
  response.flushHeaders();
  for await (const item of items) {
    if (response.destroyed) return;
    if (!response.write(formatItem(item))) await drained(response, clock);
  }
  response.end();
}

async function drained(response: ServerResponse, clock: Clock): Promise<void> {
  const stall = new AbortController();
  const cancel = clock.after(LIMITS.sseStallMs, () =>
    stall.abort(new TrainError('deadline', `the reader took nothing for ${LIMITS.sseStallMs} ms`)),
  );
  const closed = once(response, 'close', { signal: stall.signal });
  try {
    await Promise.race([once(response, 'drain', { signal: stall.signal }), closed]);
  } catch (error) {
    response.destroy();
    throw error;
  } finally {
    cancel();
    stall.abort();
    closed.catch(() => undefined);
  }
}
