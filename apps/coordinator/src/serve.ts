import { homeLayout, VERSION } from '@ringmaster/contracts';
import { certificateFacts } from '@ringmaster/rpc/tls';
import { type Logger, systemClock, TrainError } from '@ringmaster/core';
import { backupOf, fileModelRegistry, type Lease, openDataStore } from '@ringmaster/store';
import { isAlive } from '@ringmaster/store/processes';
import type { CoordinatorConfig } from './config.js';
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

export interface ServeOptions {
  readonly config: CoordinatorConfig;
  /** Ends it. */
  readonly stop: AbortSignal;
  readonly logger: Logger;
}

/**
 * Serves until it is told to stop. When an agent knows a later epoch, as after this home was restored from a backup, it
 * starts over with one above. @throws TrainError `fenced` when the lease is lost, and what starting throws
 */
export async function serve(options: ServeOptions): Promise<void> {
  for (let knownEpoch: number | undefined = 0; knownEpoch !== undefined;)
    knownEpoch = await serveEpoch(options, knownEpoch);
}

/** Ranks go on; a private Redis is stopped with everything written. Resolves with the epoch above which to start over. */
async function serveEpoch(
  { config, stop, logger }: ServeOptions,
  knownEpoch: number,
): Promise<number | undefined> {
  const home = homeLayout(config.home);
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
    knownEpoch,
    logger,
  });
  const successor = epochSuccessor(redis.lease, logger);
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
      onLaterEpoch: successor.begin,
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
    const ended = await reasonOf(AbortSignal.any([stop, redis.lease.lost, successor.decided]));
    await coordinator.close();
    // Who starts over serves where it did.
    if (ended instanceof LaterEpoch) return ended.epoch;
    await removeEndpoint(home.endpoint, process.pid);
    if (!stop.aborted) throw ended;
    logger.info('the coordinator stopped', { signal: String(stop.reason) });
    return undefined;
  } finally {
    await redis.close();
  }
}

class LaterEpoch {
  constructor(readonly epoch: number) {}
}

/** Ends this epoch for a later one, once and only while this process holds the lease. */
function epochSuccessor(lease: Lease, logger: Logger) {
  const decided = new AbortController();
  let isRaising = false;
  const raise = async (known: number): Promise<void> => {
    logger.warn(
      'an agent knows a later epoch: this home was restored, or lost its epoch; starting over above it',
      {
        epoch: lease.epoch,
        known,
      },
    );
    await lease.raiseEpoch(known);
    decided.abort(new LaterEpoch(known));
  };
  return {
    /** Aborts with a {@link LaterEpoch}, or with a TrainError `fenced` when another coordinator is at work. */
    decided: decided.signal,
    begin: (known: number): void => {
      if (isRaising || decided.signal.aborted) return;
      isRaising = true;
      raise(known)
        .catch((cause: unknown) => {
          const error = TrainError.from(cause);
          if (error.code === 'fenced') decided.abort(error);
          else logger.warn('the epoch was not raised; the agent will ask again', { error: error.message });
        })
        .finally(() => (isRaising = false));
    },
  };
}

function reasonOf(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(signal.reason);
    signal.addEventListener('abort', () => resolve(signal.reason), { once: true });
  });
}

function previousPort(url: string | undefined): { previousPort?: number } {
  const port = url !== undefined && URL.canParse(url) ? Number(new URL(url).port) : 0;
  return port > 0 ? { previousPort: port } : {};
}
