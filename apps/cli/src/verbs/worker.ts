import { LIMITS, type WorkerView } from '@ringmaster/contracts';
import { terminalText, TrainError } from '@ringmaster/core';
import { until } from '../local-cluster/until.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import {
  byteSize,
  DATA_ROOT_HELP,
  dataRoot,
  duration,
  positiveInteger,
  time,
} from '../session/option-values.js';
import { table } from '../terminal/table.js';
import { startWorker, type WorkerStartOptions } from './worker-start.js';
import type { Action, Verb } from './verb.js';
import type { Command } from 'commander';

export const workerVerb: Verb = (program, action) => {
  const worker = program.command('worker').description('the machines that train');
  addStart(worker, action);
  addDrain(worker, action);
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
        for (const { unreachable = [] } of workers)
          for (const { reason } of unreachable) session.terminal.say(terminalText(reason));
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

interface DrainOptions {
  readonly grace?: number;
  readonly wait?: boolean;
}

function addDrain(worker: Command, action: Action): void {
  worker
    .command('drain')
    .description('let the ranks of a worker leave at the end of their step, and end it; the jobs go on')
    .argument('<worker>', 'its name or its id, or the beginning of one')
    .option('--grace <time>', 'ranks that have not left by then are ended (default: 10m)', duration)
    .option('--wait', 'until it is gone')
    .action(
      action<DrainOptions>(async ({ session, args: [which = ''], options }) => {
        const client = await connect(session);
        const call = callOptions(session);
        const { agentId, name } = chosenWorker(await client.workers.list(call), which);
        const request = options.grace === undefined ? {} : { graceMs: options.grace };
        const view = await client.workers.drain(agentId, request, call);
        if (!options.wait) return { data: view, text: terminalText(`${name}: ${view.state}`) };
        const ms = session.flags.timeoutMs ?? (options.grace ?? LIMITS.drainMs) + LIMITS.processStopMs;
        const what = `worker ${name} had left`;
        const gone = await until({ clock: session.clock, ms, what, signal: NEVER }, async () => {
          const now = (await client.workers.list(callOptions(session))).find(
            (each) => each.agentId === agentId,
          );
          return now?.state === 'draining' || now?.state === 'ready' ? undefined : { ...view, ...now };
        });
        return { data: gone, text: terminalText(`${name}: ${gone.state}`) };
      }),
    );
}

const NEVER = new AbortController().signal;

/** By name, id, or the beginning of one; those that are gone do not count. */
function chosenWorker(workers: readonly WorkerView[], which: string): WorkerView {
  const here = workers.filter(({ state }) => state === 'ready' || state === 'draining');
  const exact = here.filter(({ agentId, name }) => agentId === which || name === which);
  const found =
    exact.length > 0
      ? exact
      : here.filter(({ agentId, name }) => agentId.startsWith(which) || name.startsWith(which));
  const [only] = found;
  if (only && found.length === 1) return only;
  const names = (list: readonly WorkerView[]) =>
    list.map(({ name, agentId }) => `${name} (${agentId})`).join(', ');
  if (only)
    throw new TrainError('conflict', `"${which}" fits several workers: ${names(found)}; give more of the id`);
  throw new TrainError('not_found', `there is no worker "${which}"; there are: ${names(here) || 'none'}`);
}

function addStart(worker: Command, action: Action): void {
  worker
    .command('start')
    .description('join a cluster with this machine; runs until interrupted')
    .option(
      '--coordinator <host:port>',
      'control address; of a coordinator and its standbys with commas between them (default: the cluster of the home directory)',
    )
    .option('--name <name>', 'name for people (default: the host)')
    .option('--slots <n>', 'trainers at the same time', positiveInteger)
    .option('--cpu-threads <n>', 'CPU threads of a slot', positiveInteger)
    .option('--device <kind>', 'auto, cpu or gpu')
    .option('--advertise <host>', 'address under which the other workers reach this one')
    .option('--data-ports <from-to>', 'ports for the traffic between workers, for example 7100-7199')
    .option('--tls <mode>', 'auto: where the coordinator has it, and always off loopback; on: always')
    .option('--tls-dir <dir>', 'certificates made by `ringmaster certs` (default: <home>/tls)')
    .option('--data-root <name=dir>', DATA_ROOT_HELP, dataRoot, [])
    .option(
      '--allow-code',
      'load models that users bring as code, with all the rights of the worker: it is no sandbox',
      false,
    )
    .option('--data-cache <size>', 'what it keeps of registered data sets, for example 50GiB', byteSize)
    .option(
      '--drain-grace <time>',
      'how long its ranks may take to leave when it is stopped (default: 12s)',
      time,
    )
    .option(
      '--coordinator-grace <time>',
      'how long its ranks go on, or wait, without a coordinator; then they write a checkpoint and end (default: 10m)',
      time,
    )
    .option('--notice-file <path>', 'drain when this file appears: the machine is about to be taken away')
    .option('--notice-command <command>', 'shell command, run every two seconds: drain when it succeeds')
    .option(
      '--notice-grace <time>',
      'how long its ranks may take to leave after a notice (default: 90s)',
      time,
    )
    .action(action<WorkerStartOptions>(({ session, options }) => startWorker(session, options)));
}
