import { ERROR_CODES } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { createLogger } from '@ringmaster/telemetry';
import { readConfig } from './config.js';
import { serve } from './serve.js';

const bootLogger = createLogger({ app: 'coordinator' });
try {
  const config = readConfig(process.argv.slice(2), process.env);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(name));
  const logger = createLogger({ app: 'coordinator', level: config.logLevel });
  await serve({ config, stop: stop.signal, logger });
} catch (caught) {
  const error = TrainError.from(caught);
  // A standby that never became the coordinator, and was told to go.
  if (error.code === 'cancelled') bootLogger.info(error.message);
  else bootLogger.error(error.message, { code: error.code });
  process.exitCode = error.code === 'cancelled' ? 0 : ERROR_CODES[error.code].exitCode;
}
// Timers and sockets of libraries must not keep a stopped coordinator alive.
process.exit();
