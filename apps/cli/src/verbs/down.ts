import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { isAlive } from '@ringmaster/store/processes';
import { readSupervisor } from '../local-cluster/supervisor-file.js';
import { until } from '../local-cluster/until.js';
import type { Verb } from './verb.js';

export const downVerb: Verb = (program, action) => {
  program
    .command('down')
    .description('end the local cluster of the home directory; its jobs go on when it is started again')
    .action(
      action(async ({ session }) => {
        const supervisor = await readSupervisor(session.home.supervisor);
        if (supervisor === undefined)
          throw new TrainError('not_found', `no local cluster runs on ${session.home.root}`);
        process.kill(supervisor.pid, 'SIGTERM');
        const ms = session.flags.timeoutMs ?? 2 * LIMITS.processStopMs + LIMITS.stopGraceMs;
        await until(
          {
            clock: session.clock,
            ms,
            what: `process ${supervisor.pid} had ended`,
            signal: new AbortController().signal,
          },
          async () => (isAlive(supervisor.pid) ? undefined : true),
        );
        return { data: { pid: supervisor.pid, stopped: true }, text: 'stopped' };
      }),
    );
};
