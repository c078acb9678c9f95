import { sameRelease, VERSION } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { connectIfRunning, explicitUrl } from '../session/connect.js';
import type { Session } from '../session/session.js';
import { type Check, fail, ok, warn } from './check.js';

/** Whether the coordinator answers, its version, its workers. */
export async function clusterChecks(session: Session): Promise<readonly Check[]> {
  try {
    const client = await connectIfRunning(session);
    if (client === undefined)
      return [ok('coordinator', 'none runs on this home directory (`ringmaster up` starts one)')];
    const [info, workers] = await Promise.all([client.info(), client.workers.list()]);
    const ready = workers.filter((worker) => worker.state === 'ready');
    const slots = ready.reduce((sum, worker) => sum + worker.slots.length, 0);
    return [
      ok('coordinator', `${client.url}, up since ${info.startedAt}`),
      sameRelease(info.version, VERSION)
        ? ok('versions', `of one release: ${VERSION}, coordinator ${info.version}`)
        : warn(
            'versions',
            `here ${VERSION}, coordinator ${info.version}`,
            'use the same version on both sides',
          ),
      ready.length > 0
        ? ok(
            'workers',
            `${ready.length} ready with ${slots} slot(s): ${ready.map((each) => each.name).join(', ')}`,
          )
        : warn('workers', 'none is ready', 'ringmaster worker start'),
      ...(info.setAside ?? []).map(({ jobId, problem }) =>
        fail(
          'job log',
          `job ${jobId} is set aside: ${problem}`,
          'start the version that wrote it, or repair it and restart the coordinator; nothing of it was changed',
        ),
      ),
    ];
  } catch (error) {
    const { code, message } = TrainError.from(error);
    if (code === 'incompatible') return [fail('versions', message, 'install one release on both sides')];
    const fix =
      code === 'unauthenticated' || code === 'forbidden'
        ? `pass the coordinator's token with --token-file (tried: ${tokenSource(session)})`
        : `check that it runs, or start one: ringmaster up${explicitUrl(session) === undefined ? '' : '; check --url'}`;
    return [fail('coordinator', message, fix)];
  }
}

function tokenSource({ flags, environment, home }: Session): string {
  const file = flags.tokenFile ?? environment.tokenFile;
  return file ?? (environment.token === undefined ? home.token : 'RINGMASTER_TOKEN');
}
