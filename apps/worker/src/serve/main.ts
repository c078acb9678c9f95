import { systemClock } from '@ringmaster/core';
import { loadEngine } from '@ringmaster/engine';
import { loopbackHost } from '@ringmaster/rpc/http';
import { createLogger } from '@ringmaster/telemetry';
import { loadModel } from '../predict/loaded-model.js';
import { exitCodeOf, parseOrder, ServeOrder } from '../predict/orders.js';
import { failureOf, openParent } from '../predict/parent.js';
import { languageOf } from './language-of.js';
import { startModelServer } from './model-server.js';

const logger = createLogger({ app: 'serve' });
const parent = openParent(process);
const stop = new Promise<void>((resolve) => {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve());
  // Nobody could stop a server whose command is gone.
  parent.onGone(() => resolve());
});

try {
  const order = parseOrder(ServeOrder, process.argv[2]);
  const host = loopbackHost(order.host, '--listen');
  const engine = await loadEngine({ prefer: order.device, env: process.env });
  for (const message of engine.warnings) await parent.say({ type: 'warning', message });
  const model = await loadModel(order, order.maxBatch);
  model.predictor.warm();
  const language = await languageOf(model.exported, order.label);
  const server = await startModelServer({
    ...order,
    host,
    model,
    language,
    token: process.env['RINGMASTER_TOKEN'] ?? '',
    clock: systemClock,
    logger,
  });
  await parent.say({ type: 'ready', facts: { url: server.url, routes: server.routes, pid: process.pid } });
  await stop;
  await server.drain();
} catch (error) {
  await parent.say(failureOf(error));
  process.exitCode = exitCodeOf(error);
}
process.exit();
