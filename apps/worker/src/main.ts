import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ERROR_CODES, homeLayout } from '@ringmaster/contracts';
import { systemClock, TrainError } from '@ringmaster/core';
import { createLogger } from '@ringmaster/telemetry';
import { createAgent } from './agent/agent.js';
import { dataSetsHere, seedDatasets } from './agent/seed-datasets.js';
import { discoverGpus, planSlots } from './agent/devices.js';
import { trainerEnvironment } from './agent/slot-env.js';
import { createTrainerPool } from './agent/trainer-pool.js';
import { spawnTrainer } from './agent/trainer-process.js';
import { listenHost, loadConfig, type WorkerConfig } from './config.js';
import { coordinatorOfHome, readToken } from './endpoint.js';

const TRAINER = fileURLToPath(new URL('./trainer.js', import.meta.url));
const clock = systemClock;

async function serve(config: WorkerConfig, signal: AbortSignal): Promise<void> {
  const logger = createLogger({ app: 'worker', level: config.logLevel });
  const listen = listenHost(config);
  const slots = planSlots(config, config.device === 'cpu' ? [] : await discoverGpus());
  const { datasetsDir, dataCacheDir, token } = homeLayout(config.home);
  await seedDatasets({ cacheDir: config.cacheDir, datasetsDir });
  const pool = createTrainerPool({
    spawn: (kind) =>
      spawnTrainer({
        entry: TRAINER,
        kind,
        env: trainerEnvironment(process.env, kind),
        config: {
          // `auto` may do without a CUDA engine, and says so; `gpu` was asked for.
          device: kind.device === 'gpu' ? config.device : 'cpu',
          cpuThreads: kind.cpuThreads,
          datasetsDir,
          dataRoots: config.dataRoots,
          dataCacheDir,
          dataCacheBytes: config.dataCache,
          listenHost: listen,
          advertiseHost: config.advertise,
          ...(config.dataPorts && { dataPorts: config.dataPorts }),
        },
        clock,
        logger,
      }),
    capacity: slots.length,
    clock,
    logger,
  });
  const agent = createAgent({
    agentId: `agent-${randomBytes(8).toString('hex')}`,
    name: config.name,
    host: hostname(),
    slots,
    dataSets: () => dataSetsHere(datasetsDir, config.dataRoots),
    address: async () => config.coordinator ?? coordinatorOfHome(config.home),
    token: () => readToken(config.tokenFile ?? token),
    pool,
    clock,
    logger,
  });
  logger.info(`worker ${config.name}: ${slots.length} slot(s) of ${config.cpuThreads} CPU thread(s)`, {
    devices: slots.map((slot) => slot.device),
  });
  await agent.run(signal);
}

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort(name));

try {
  await serve(loadConfig(process.argv.slice(2), process.env), stop.signal);
} catch (error) {
  const cause = TrainError.from(error);
  process.stderr.write(`worker: ${cause.message}\n`);
  process.exitCode = ERROR_CODES[cause.code].exitCode;
}
