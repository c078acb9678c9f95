import { terminalText } from '@ringmaster/core';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { byteSize, DATA_ROOT_HELP, dataRoot, positiveInteger } from '../session/option-values.js';
import { table } from '../terminal/table.js';
import { startWorker, type WorkerStartOptions } from './worker-start.js';
import type { Action, Verb } from './verb.js';
import type { Command } from 'commander';

export const workerVerb: Verb = (program, action) => {
  const worker = program.command('worker').description('the machines that train');
  addStart(worker, action);
  worker
    .command('ls')
    .description('list workers with their slots')
    .action(
      action(async ({ session }) => {
        const client = await connect(session);
        const workers = await client.workers.list(callOptions(session));
        const rows = workers.map((each) => [
          each.name,
          each.excluded === undefined ? each.state : 'left out',
          `${each.slots.filter((slot) => slot.jobId !== undefined).length}/${each.slots.length}`,
          [...new Set(each.slots.map((slot) => slot.device))].join(','),
          each.engine,
          each.host,
          `${(each.heartbeatAgeMs / 1_000).toFixed(1)} s`,
        ]);
        for (const { name, excluded } of workers)
          if (excluded)
            session.terminal.say(
              terminalText(`worker ${name} gets no ranks until ${excluded.until}: ${excluded.reason}`),
            );
        if (rows.length === 0)
          session.terminal.say(
            'no workers; start one with: ringmaster worker start, or a cluster with: ringmaster up',
          );
        return {
          data: { workers },
          text:
            rows.length === 0
              ? ''
              : terminalText(
                  table(['WORKER', 'STATE', 'BUSY', 'DEVICE', 'ENGINE', 'HOST', 'HEARTBEAT'], rows),
                ),
        };
      }),
    );
};

function addStart(worker: Command, action: Action): void {
  worker
    .command('start')
    .description('join a cluster with this machine; runs until interrupted')
    .option('--coordinator <host:port>', 'control address (default: the cluster of the home directory)')
    .option('--name <name>', 'name for people (default: the host)')
    .option('--slots <n>', 'trainers at the same time', positiveInteger)
    .option('--cpu-threads <n>', 'CPU threads of a slot', positiveInteger)
    .option('--device <kind>', 'auto, cpu or gpu')
    .option('--advertise <host>', 'address under which the other workers reach this one')
    .option('--data-ports <from-to>', 'ports for the traffic between workers, for example 7100-7199')
    .option('--tls <mode>', 'auto: where the coordinator has it, and always off loopback; on: always')
    .option('--tls-dir <dir>', 'certificates made by `ringmaster certs` (default: <home>/tls)')
    .option('--data-root <name=dir>', DATA_ROOT_HELP, dataRoot, [])
    .option('--data-cache <size>', 'what it keeps of registered data sets, for example 50GiB', byteSize)
    .action(action<WorkerStartOptions>(({ session, options }) => startWorker(session, options)));
}
