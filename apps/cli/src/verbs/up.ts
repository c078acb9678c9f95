import { resolve } from 'node:path';
import { LIMITS, type EndpointFile } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { EXIT } from '../exit-codes.js';
import { type ClusterSize, countGpus, describeSize, fitDevice } from '../local-cluster/cluster-size.js';
import { type ListenOptions, startLocalCluster } from '../local-cluster/local-cluster.js';
import { upInBackground } from '../local-cluster/up-in-background.js';
import { exampleFile } from '../session/examples.js';
import { emit } from '../session/emit.js';
import { connectIfRunning, readEndpoint } from '../session/connect.js';
import type { InterruptSignal } from '../session/interrupts.js';
import {
  DATA_ROOT_HELP,
  dataRoot,
  dataRootArguments,
  positiveInteger,
  wholeNumber,
} from '../session/option-values.js';
import type { Session, VerbOutput } from '../session/session.js';
import { Option } from 'commander';
import type { Verb } from './verb.js';

interface UpOptions {
  readonly workers: number;
  readonly slots: number;
  readonly cpuThreads?: number;
  readonly device: 'auto' | 'cpu' | 'gpu';
  readonly detach: boolean;
  readonly dataRoot: readonly string[];
  readonly artifacts?: string;
  readonly quotas?: string;
  readonly allowCode: boolean;
  readonly listen?: string;
  readonly controlListen?: string;
  readonly advertise?: string;
  readonly tls?: string;
}

export const upVerb: Verb = (program, action) => {
  program
    .command('up')
    .description('start a local cluster (coordinator, Redis, workers) and keep it running until interrupted')
    .option('-w, --workers <n>', 'worker processes', wholeNumber, 2)
    .option('--slots <n>', 'slots of each worker: trainers at the same time', positiveInteger, 1)
    .option('--cpu-threads <n>', 'CPU threads of a slot', positiveInteger)
    .addOption(
      new Option('--device <kind>', 'what to compute on; auto: GPUs where there are some')
        .choices(['auto', 'cpu', 'gpu'])
        .default('auto'),
    )
    .option('--data-root <name=dir>', DATA_ROOT_HELP, dataRoot, [])
    .option(
      '--artifacts <url>',
      'where checkpoints and results go instead of the home directory: file:///mnt/shared/dir, or s3://bucket/prefix?endpoint=… (or RINGMASTER_ARTIFACTS)',
    )
    .option(
      '--quotas <file>',
      'what owners and projects may use at once (or RINGMASTER_QUOTAS; default: quotas.yaml of the home directory)',
    )
    .option(
      '--allow-code',
      'take jobs that bring their model as code, which its workers run with all their rights',
      false,
    )
    .option('--listen <host:port>', 'where to answer users; off loopback it needs certificates, see `certs`')
    .option('--control-listen <host:port>', 'where workers join')
    .option(
      '--advertise <host>',
      'the host under which users and workers reach it (default: that of --listen)',
    )
    .option('--tls <mode>', 'auto: off loopback; on: always')
    .option('-d, --detach', 'return when it is ready; end it with `ringmaster down`', false)
    .action(
      action<UpOptions>(async ({ session, options }) => {
        await refuseSecond(session);
        if (!options.detach) return up(session, options);
        await upInBackground(session, [
          ...['--workers', String(options.workers), '--slots', String(options.slots)],
          ...['--device', options.device],
          ...(options.cpuThreads === undefined ? [] : ['--cpu-threads', String(options.cpuThreads)]),
          ...dataRootArguments(options.dataRoot),
          ...(options.artifacts === undefined ? [] : ['--artifacts', options.artifacts]),
          ...(options.quotas === undefined ? [] : ['--quotas', resolve(options.quotas)]),
          ...(options.allowCode ? ['--allow-code'] : []),
          ...listenArguments(options),
        ]);
        const endpoint = await readEndpoint(session.home.endpoint);
        if (endpoint === undefined)
          throw new TrainError(
            'unavailable',
            `the cluster ended at once; its log: ${session.home.processLogsDir}/up.log`,
          );
        return readyOutput(session, { agents: options.workers, slots: options.slots }, endpoint);
      }),
    );
};

/** @throws TrainError `conflict` when a coordinator answers on this home directory */
async function refuseSecond(session: Session): Promise<void> {
  const here = { ...session, flags: { ...session.flags, url: undefined } };
  const client = await connectIfRunning({ ...here, environment: { ...here.environment, url: undefined } });
  if (client === undefined) return;
  const endpoint = await readEndpoint(session.home.endpoint);
  throw new TrainError(
    'conflict',
    `a cluster already runs on ${session.home.root}: pid ${endpoint?.pid ?? '?'}, ${client.url}; use it, end it with \`ringmaster down\`, or choose another --home`,
    { details: { pid: endpoint?.pid, url: client.url } },
  );
}

async function up(session: Session, options: UpOptions): Promise<number> {
  const { terminal, interrupts } = session;
  const stop = new AbortController();
  let heard: InterruptSignal | undefined;
  const ended = new Promise<void>((resolve) => {
    stop.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const unlisten = interrupts.listen((signal) => {
    if (heard !== undefined) terminal.say('still stopping the cluster');
    heard ??= signal;
    stop.abort(new TrainError('cancelled', 'interrupted while starting'));
  });
  const exitCode = () => (heard === 'SIGINT' ? EXIT.interrupted : EXIT.ok);
  try {
    const size = fitDevice(
      { agents: options.workers, slots: options.slots, device: options.device },
      await countGpus(options.device),
    );
    terminal.say(`starting a coordinator on ${session.home.root} with ${describeSize(size)}`);
    const cluster = await startLocalCluster({
      session,
      verb: 'up',
      size,
      dataRoots: options.dataRoot,
      ...(options.artifacts !== undefined && { artifacts: options.artifacts }),
      ...(options.quotas !== undefined && { quotas: resolve(options.quotas) }),
      allowCode: options.allowCode,
      listen: listenOptions(options),
      ...(options.cpuThreads !== undefined && { cpuThreads: options.cpuThreads }),
      signal: stop.signal,
    });
    emit(session, readyOutput(session, size, cluster.endpoint));
    for (const line of nextSteps(session)) terminal.say(line);
    await ended;
    terminal.say(`stopping (up to ${LIMITS.processStopMs / 1_000} s)`);
    for (const process of await cluster.stop())
      terminal.say(terminal.style.yellow(`had to end a process that was left over: ${process}`));
    terminal.say('stopped');
    return exitCode();
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return exitCode();
  } finally {
    unlisten();
  }
}

const listenOptions = ({ listen, controlListen, advertise, tls }: UpOptions): ListenOptions => ({
  ...(listen !== undefined && { listen }),
  ...(controlListen !== undefined && { controlListen }),
  ...(advertise !== undefined && { advertise }),
  ...(tls !== undefined && { tls }),
});

const listenArguments = ({ listen, controlListen, advertise, tls }: UpOptions): readonly string[] =>
  Object.entries({
    '--listen': listen,
    '--control-listen': controlListen,
    '--advertise': advertise,
    '--tls': tls,
  }).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));

const nextSteps = ({ distDir }: Session): readonly string[] => [
  `next: ringmaster run ${exampleFile(distDir, 'digits.yaml')}     train, from another terminal`,
  '      ringmaster ls      what runs and what ran',
  '      ringmaster worker ls      who computes',
];

function readyOutput(
  { home }: Session,
  size: Pick<ClusterSize, 'agents' | 'slots'>,
  endpoint: EndpointFile,
): VerbOutput {
  return {
    data: {
      url: endpoint.url,
      controlAddress: endpoint.controlAddress,
      coordinatorPid: endpoint.pid,
      home: home.root,
      tokenFile: home.token,
      logs: home.processLogsDir,
      workers: size.agents,
      slots: size.slots,
    },
    text: [
      `url          ${endpoint.url}`,
      `workers join ${endpoint.controlAddress}`,
      `token file   ${home.token}`,
      `logs         ${home.processLogsDir}`,
    ].join('\n'),
  };
}
