import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ERROR_CODES, homeLayout, LIMITS } from '@ringmaster/contracts';
import { systemClock, TrainError } from '@ringmaster/core';
import { auditJournal, checkpointSpool } from '@ringmaster/store';
import { createLogger } from '@ringmaster/telemetry';
import { createAgent } from './agent/agent.js';
import { dataSetsHere, seedDatasets } from './agent/seed-datasets.js';
import { discoverGpus, planSlots } from './agent/devices.js';
import { noticeFrom } from './agent/notice.js';
import { trainerEnvironment } from './agent/slot-env.js';
import { openReachability } from './agent/reachability.js';
import { createTrainerPool } from './agent/trainer-pool.js';
import { spawnTrainer } from './agent/trainer-process.js';
import { succession } from './agent/succession.js';
import { exposedFlags, listenHost, loadConfig, type WorkerConfig } from './config.js';
import { coordinatorOfHome, homeHasTls, inTurn, readToken } from './endpoint.js';
import { checkWorkerIdentity, readWorkerIdentity } from './worker-identity.js';

const TRAINER = fileURLToPath(new URL('./trainer.js', import.meta.url));
const clock = systemClock;

async function serve(config: WorkerConfig, { stop, force }: Signals): Promise<void> {
  const logger = createLogger({ app: 'worker', level: config.logLevel });
  const listen = listenHost(config);
  const home = homeLayout(config.home);
  const tlsDir = resolve(config.tlsDir ?? home.tlsDir);
  await checkWorkerIdentity(config, tlsDir);
  const slots = planSlots(config, config.device === 'cpu' ? [] : await discoverGpus());
  const { datasetsDir, dataCacheDir, token, agentsDir } = home;
  const heir = succession({ agentsDir, name: config.name, clock, logger });
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
          spoolDir: heir.spoolDir,
          tlsDir,
          allowCode: config.allowCode,
          listenHost: listen,
          advertiseHost: config.advertise,
          ...(config.dataPorts && { dataPorts: config.dataPorts }),
          ...(heir.socket !== undefined && { adoption: { socket: heir.socket, ms: LIMITS.orphanMs } }),
        },
        clock,
        logger,
      }),
    capacity: slots.length,
    clock,
    logger,
  });
  const tls = async () => ((await wantsTls(config)) ? readWorkerIdentity(tlsDir) : undefined);
  const reach = await openReachability({
    agentId: heir.agentId,
    listenHost: listen,
    advertiseHost: config.advertise,
    ports: config.dataPorts,
    ...{ slots: slots.length, tls, clock, logger },
  });
  const notice = noticeFrom(config, { clock, logger });
  const agent = createAgent({
    agentId: heir.agentId,
    reach,
    succession: heir,
    name: config.name,
    host: hostname(),
    slots,
    dataSets: () => dataSetsHere(datasetsDir, config.dataRoots),
    allowCode: config.allowCode,
    address: config.coordinator ? inTurn(config.coordinator) : () => coordinatorOfHome(config.home),
    token: () => readToken(config.tokenFile ?? token),
    tls,
    pool,
    drainGraceMs: config.drainGrace,
    coordinatorGraceMs: config.coordinatorGrace,
    spool: checkpointSpool({ dir: heir.spoolDir }),
    journal: auditJournal({ dir: heir.spoolDir }),
    ...(notice && { notice }),
    clock,
    logger,
  });
  logger.info(`worker ${config.name}: ${slots.length} slot(s) of ${config.cpuThreads} CPU thread(s)`, {
    devices: slots.map((slot) => slot.device),
  });
  await agent.run(stop, force);
}

/** The first one asks it to leave, the second one not to wait for its ranks. */
interface Signals {
  readonly stop: AbortSignal;
  readonly force: AbortSignal;
}

/** Asked before every connection: the coordinator of the home may have come back with TLS. */
const wantsTls = async (config: WorkerConfig): Promise<boolean> =>
  config.tls === 'on' ||
  config.tlsDir !== undefined ||
  exposedFlags(config).length > 0 ||
  (config.coordinator === undefined && (await homeHasTls(config.home)));

const stop = new AbortController();
const force = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => (stop.signal.aborted ? force : stop).abort(name));

try {
  await serve(loadConfig(process.argv.slice(2), process.env), { stop: stop.signal, force: force.signal });
} catch (error) {
  const cause = TrainError.from(error);
  process.stderr.write(`worker: ${cause.message}\n`);
  process.exitCode = ERROR_CODES[cause.code].exitCode;
}
