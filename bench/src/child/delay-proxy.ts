import type { Socket } from 'node:net';
import { dial, listen } from '../network/framed-socket.js';
import type { Channel } from './channel.js';
import type { DelayProxySpec } from './spec.js';

/** Bytes that may be under way in one direction; far more than any delay of the bench needs. */
const LINE_BYTES = 256 * 1024 * 1024;

/** A wire of a given length: every byte comes out `delayMs` after it went in, in order, each way. */
export async function run({ target, delayMs }: DelayProxySpec, channel: Channel): Promise<void> {
  const { address, server } = await listen((inner) => {
    inner.pause();
    dial(target).then(
      (outer) => {
        delayed(inner, outer, delayMs);
        delayed(outer, inner, delayMs);
      },
      () => inner.destroy(),
    );
  });
  channel.say({ type: 'address', address });
  await channel.hear();
  channel.say({ type: 'ready' });
  while (await channel.hear());
  server.close();
}

function delayed(from: Socket, to: Socket, delayMs: number): void {
  from.setNoDelay(true);
  const line: { readonly chunk: Buffer; readonly due: number }[] = [];
  let under = 0;
  let timer: NodeJS.Timeout | undefined;
  const drain = () => {
    timer = undefined;
    for (let head = line[0]; head; head = line[0]) {
      const early = head.due - performance.now();
      if (early > 0) {
        timer = setTimeout(drain, early);
        return;
      }
      line.shift();
      under -= head.chunk.byteLength;
      to.write(head.chunk);
    }
    if (under < LINE_BYTES) from.resume();
  };
  from.on('data', (chunk: Buffer) => {
    if (delayMs === 0) {
      if (to.write(chunk)) return;
      from.pause();
      to.once('drain', () => from.resume());
      return;
    }
    line.push({ chunk, due: performance.now() + delayMs });
    under += chunk.byteLength;
    if (under >= LINE_BYTES) from.pause();
    timer ??= setTimeout(drain, delayMs);
  });
  for (const event of ['close', 'error'] as const)
    from.on(event, () => setTimeout(() => to.destroy(), delayMs));
  from.resume();
}
