import { systemClock, TrainError } from '@ringmaster/core';
import { loadEngine } from '@ringmaster/engine';
import { httpArtifactSink, httpCheckpointStore } from '@ringmaster/store';
import { createLogger } from '@ringmaster/telemetry';
import { parseMessage, TrainerConfig } from '../ipc/messages.js';
import { openChannel } from './channel.js';
import { serveJobs } from './serve-jobs.js';

const logger = createLogger({ app: 'trainer' });
const channel = openChannel(process);

// The leash: without its agent nobody would ever stop this process.
channel.onClosed(() => process.exit(1));
// The agent alone decides when a trainer ends; a Ctrl-C in a terminal is for the agent.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

let fail = async (caught: unknown): Promise<void> => {
  const cause = TrainError.from(caught);
  const { code, message } = cause;
  logger.error(message, { code, stack: cause.stack });
  await channel.sayLast({ type: 'failed', cause: { code, message }, secondary: false, lastStep: 0 });
  process.exit(1);
};
process.on('uncaughtException', (error) => void fail(error));
process.on('unhandledRejection', (error) => void fail(error));

try {
  const config = parseMessage(TrainerConfig, JSON.parse(process.argv[2] ?? 'null'));
  fail = serveJobs({
    config,
    engine: await loadEngine({ prefer: config.device, env: process.env }),
    networkEntry: new URL('./network.js', import.meta.url),
    stores: ({ artifactsToken: token, jobId }, url, ca) => {
      const at = { url, token, ...(ca !== undefined && { ca }) };
      return {
        checkpoints: (of) => httpCheckpointStore({ ...at, jobId: of }),
        sink: httpArtifactSink({ ...at, jobId }),
      };
    },
    channel,
    clock: systemClock,
    logger,
    exit: (code) => process.exit(code),
  });
} catch (error) {
  await fail(error);
}
