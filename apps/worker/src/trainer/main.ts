import { systemClock, TrainError } from '@ringmaster/core';
import { loadEngine } from '@ringmaster/engine';
import { auditJournal, httpArtifactSink, httpCheckpointStore, spooledCheckpoints } from '@ringmaster/store';
import { createLogger } from '@ringmaster/telemetry';
import { parseMessage, TrainerConfig } from '../ipc/messages.js';
import { openChannel } from './channel.js';
import { trainerOutput } from './output.js';
import { serveJobs, type Serving } from './serve-jobs.js';

let serving: Serving | undefined;
const clock = systemClock;
const channel = openChannel(process, () => {
  const { adoption } = config;
  return (
    adoption && {
      socket: adoption.socket,
      orphanMs: adoption.ms,
      introduce: () => serving?.introduce(),
      clock,
      log: (message) => logger.warn(message),
    }
  );
});
const logger = createLogger({
  app: 'trainer',
  destination: trainerOutput((line) => channel.say({ type: 'line', line })),
});

// The leash: with neither its agent nor another one nobody would ever stop this process.
channel.onClosed(() => (serving ? serving.abandon() : process.exit(1)));
// A Ctrl-C in a terminal is for the agent, which then decides.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', () => (serving ? serving.drain('its process got SIGTERM') : process.exit(0)));

const fail = async (caught: unknown): Promise<void> => {
  if (serving) return serving.fail(caught);
  const cause = TrainError.from(caught);
  const { code, message } = cause;
  logger.error(message, { code, stack: cause.stack });
  await channel.sayLast({ type: 'failed', cause: { code, message }, secondary: false, lastStep: 0 });
  process.exit(1);
};
process.on('uncaughtException', (error) => void fail(error));
process.on('unhandledRejection', (error) => void fail(error));

const config = await readConfig();
try {
  serving = serveJobs({
    config,
    engine: await loadEngine({ prefer: config.device, env: process.env }),
    networkEntry: new URL('./network.js', import.meta.url),
    batchesEntry: new URL('./batches.js', import.meta.url),
    stores: ({ artifactsToken: token, jobId, attempt, rank, slot, generation }, url, ca) => {
      const facts = { jobId, attempt, rank, slot, generation, artifactsToken: token };
      const at = { url, token, ...(ca !== undefined && { ca }) };
      return {
        checkpoints: (of) => httpCheckpointStore({ ...at, jobId: of }),
        spool: spooledCheckpoints({ dir: config.spoolDir }, facts),
        keepAudit: (batch, lines) =>
          auditJournal({ dir: config.spoolDir }).write(
            { jobId, attempt, rank, batch },
            lines.map((line) => JSON.stringify(line)),
          ),
        sink: httpArtifactSink({ ...at, jobId }),
      };
    },
    channel,
    clock,
    logger,
    exit: (code) => process.exit(code),
  });
} catch (error) {
  await fail(error);
}

async function readConfig(): Promise<TrainerConfig> {
  try {
    return parseMessage(TrainerConfig, JSON.parse(process.argv[2] ?? 'null'));
  } catch (error) {
    await fail(error);
    throw error;
  }
}
