import { runInForeground } from './worker-start.js';
import type { Verb } from './verb.js';

interface CoordinatorOptions {
  readonly standby: boolean;
  readonly listen?: string;
  readonly controlListen?: string;
  readonly artifacts?: string;
  readonly allowCode: boolean;
}

export const coordinatorVerb: Verb = (program, action) => {
  program
    .command('coordinator')
    .description('run a coordinator alone, without workers, until interrupted; with REDIS_URL on that Redis')
    .option(
      '--standby',
      'wait until no other coordinator of this Redis lives, then take its jobs over; needs REDIS_URL',
      false,
    )
    .option('--listen <host:port>', 'address of the HTTP API (default: loopback, the port of the one before)')
    .option('--control-listen <host:port>', 'address that workers dial')
    .option('--artifacts <url>', 'where checkpoints and results go instead of the home directory')
    .option('--allow-code', 'take jobs that bring their model as code, which workers run', false)
    .action(
      action<CoordinatorOptions>(({ session, options }) =>
        runInForeground(session, 'coordinator/main.js', coordinatorArguments(options)),
      ),
    );
};

function coordinatorArguments(options: CoordinatorOptions): readonly string[] {
  const flags: Readonly<Record<string, string | undefined>> = {
    '--listen': options.listen,
    '--control-listen': options.controlListen,
    '--artifacts': options.artifacts,
  };
  return [
    ...Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [name, value])),
    ...(options.standby ? ['--standby'] : []),
    ...(options.allowCode ? ['--allow-code'] : []),
  ];
}
