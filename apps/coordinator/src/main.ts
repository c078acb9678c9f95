import { ERROR_CODES, homeLayout, VERSION } from '@ringmaster/contracts';
import { certificateFacts } from '@ringmaster/rpc/tls';
import { type Logger, systemClock, TrainError } from '@ringmaster/core';
import { backupOf, fileModelRegistry, openDataStore } from '@ringmaster/store';
import { isAlive } from '@ringmaster/store/processes';
import { createLogger } from '@ringmaster/telemetry';
import { type CoordinatorConfig, readConfig } from './config.js';
import { openArtifacts } from './artifacts/open-artifacts.js';
import { openTrail } from './access/action-log.js';
import { openTokenBook } from './access/token-book.js';
import { createCoordinator } from './coordinator.js';
import { openPins } from './gc/pins.js';
import {
  directoriesOf,
  obtainToken,
  prepareHome,
  readEndpoint,
  removeEndpoint,
  writeEndpoint,
} from './home-files.js';
import { resolveWithRegistries } from './job-resolver.js';
import { readQuotas } from './admission/read-quotas.js';
import { serverIdentity } from './server-identity.js';
import { openRedisParts } from './redis-parts.js';

const bootLogger = createLogger({ app: 'coordinator' });
try {
  const config = readConfig(process.argv.slice(2), process.env);
  const logger = createLogger({ app: 'coordinator', level: config.logLevel });
  await serve(config, logger);
} catch (caught) {
  const error = TrainError.from(caught);
  // A standby that never became the coordinator, and was told to go.
  if (error.code === 'cancelled') bootLogger.info(error.message);
  else bootLogger.error(error.message, { code: error.code });
  process.exitCode = error.code === 'cancelled' ? 0 : ERROR_CODES[error.code].exitCode;
}
// Timers and sockets of libraries must not keep a stopped coordinator alive.
process.exit();

/** Serves until a signal comes or the lease is lost. Ranks go on; a private Redis is stopped with everything written. */
async function serve(config: CoordinatorConfig, logger: Logger): Promise<void> {
  const home = homeLayout(config.home);
  const stop = stopSignal();
  const tls = config.tls ? await serverIdentity(home.tlsDir, config) : undefined;
  await prepareHome(home);
  const token = await obtainToken(home.token);
  const { label, ...artifacts } = await openArtifacts(home, config.artifacts);
  const pins = await openPins(home.pins);
  const found = await readEndpoint(home.endpoint);
  const quotas = await readQuotas(home, config.quotas);
  const rebuilt: { notify: () => void } = { notify: () => undefined };
  const redis = await openRedisParts({
    config,
    home,
    // A standby may wait on another machine than the one whose process ids these are.
    force: !config.standby && found !== undefined && found.pid !== process.pid && !isAlive(found.pid),
    onRebuilt: () => rebuilt.notify(),
    signal: stop,
    logger,
  });
  // A standby has waited: who served last may have served elsewhere than who served when it began.
  const before = await readEndpoint(home.endpoint);
  try {
    const coordinator = await createCoordinator({
      log: redis.log,
      queue: redis.queue,
      ...artifacts,
      artifactStore: label,
      artifactsDir: home.artifactsDir,
      pins,
      quotas,
      allowCode: config.allowCode,
      backup: () => backupOf(home.root),
      data: await openDataStore(home.dataDir),
      homeDataSets: () => directoriesOf(home.datasetsDir),
      models: fileModelRegistry(home.modelsDir),
      token,
      tokens: await openTokenBook({ file: home.tokens, homeToken: token, clock: systemClock }),
      ...(await openTrail({ directory: home.actionsDir, logger })),
      epoch: redis.lease.epoch,
      resolve: resolveWithRegistries,
      http: { ...config.http, ...previousPort(before?.url) },
      control: { ...config.control, ...previousPort(before && `http://${before.controlAddress}`) },
      advertise: config.advertise,
      tls,
      names: tls ? certificateFacts(tls.cert).hosts : [],
      ready: redis.ping,
      redis: () => redis.description,
      clock: systemClock,
      logger,
    });
    rebuilt.notify = () => void coordinator.reconcile();
    const { url, controlAddress } = coordinator;
    await writeEndpoint(home.endpoint, { url, controlAddress, pid: process.pid, version: VERSION });
    const facts = { url, controlAddress, home: home.root, epoch: redis.lease.epoch, artifacts: label };
    logger.info('the coordinator serves', facts);
    await aborted(AbortSignal.any([stop, redis.lease.lost]));
    await coordinator.close();
    await removeEndpoint(home.endpoint, process.pid);
    if (redis.lease.lost.aborted) throw redis.lease.lost.reason;
    logger.info('the coordinator stopped', { signal: String(stop.reason) });
  } finally {
    await redis.close();
  }
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(name));
  return stop.signal;
}

// A declaration: it is called while this module is still being evaluated.
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function previousPort(url: string | undefined): { previousPort?: number } {
  const port = url !== undefined && URL.canParse(url) ? Number(new URL(url).port) : 0;
  return port > 0 ? { previousPort: port } : {};
}
