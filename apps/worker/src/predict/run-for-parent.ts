import { once } from 'node:events';
import { systemClock } from '@ringmaster/core';
import { loadEngine } from '@ringmaster/engine';
import type { z } from 'zod';
import { exitCodeOf, parseOrder } from './orders.js';
import { failureOf, openParent } from './parent.js';

/** A process that loads the engine, writes the lines of one order to stdout, and tells its parent what went wrong. */
export async function runForParent<Order extends { readonly device: 'auto' | 'cpu' | 'gpu' }>(
  schema: z.ZodType<Order>,
  linesOf: (order: Order, stdin: NodeJS.ReadStream) => AsyncIterable<string>,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const parent = openParent(process);
  // Nobody reads what a process without its command writes.
  parent.onGone(() => process.exit(1));
  try {
    const order = parseOrder(schema, process.argv[2]);
    const engine = await loadEngine({ prefer: order.device, env });
    for (const message of engine.warnings) await parent.say({ type: 'warning', message });
    for await (const line of linesOf(order, process.stdin))
      if (!process.stdout.write(line)) await once(process.stdout, 'drain');
    await new Promise<void>((resolve) => process.stdout.end(() => resolve()));
  } catch (error) {
    await parent.say(failureOf(error));
    process.exitCode = exitCodeOf(error);
  }
  // The line to the parent would keep this process alive; stdout is a pipe that has been written out.
  systemClock.after(0, () => process.exit());
}
