import { TrainError } from '@ringmaster/core';
import { dryRun } from '../run/dry-run.js';
import { runOnCluster } from '../run/run-on-cluster.js';
import { runOnLocalCluster } from '../run/run-on-local-cluster.js';
import { connectIfRunning } from '../session/connect.js';
import { DATA_ROOT_HELP, dataRoot } from '../session/option-values.js';
import { resolveSpec } from '../spec/resolve-spec.js';
import { addSpecOptions, parseResume, RESUME_HELP, type SpecFlags } from './spec-options.js';
import type { Verb } from './verb.js';

interface RunOptions extends SpecFlags {
  readonly resume?: string;
  readonly detach: boolean;
  readonly dryRun: boolean;
  readonly dataRoot: readonly string[];
}

export const runVerb: Verb = (program, action) => {
  addSpecOptions(
    program
      .command('run')
      .description(
        'submit a job and follow it to its end; without a running cluster, on a local one for the length of the run',
      ),
  )
    .option('--resume <job[@step]>', RESUME_HELP)
    .option('--data-root <name=dir>', `${DATA_ROOT_HELP}; of the local cluster that it starts`, dataRoot, [])
    .option('-d, --detach', 'do not follow; needs a running cluster', false)
    .option(
      '--dry-run',
      'check everything and say where and when it would run now; nothing is submitted',
      false,
    )
    .action(
      action<RunOptions>(async ({ session, args: [file = ''], options }) => {
        if (options.resume !== undefined) parseResume(options.resume);
        const document = await resolveSpec(session, file, options);
        const request = { session, document, resume: options.resume };
        const client = await connectIfRunning(session);
        if (options.dryRun) return dryRun({ ...request, client, workersWanted: options.workers });
        if (client !== undefined && options.dataRoot.length > 0)
          throw new TrainError(
            'invalid',
            `--data-root is for workers that this command starts, but a cluster runs at ${client.url}: start its workers with --data-root`,
          );
        if (client !== undefined) return runOnCluster({ ...request, client, isDetached: options.detach });
        if (options.detach)
          throw new TrainError(
            'unavailable',
            '--detach needs a cluster that goes on running: start one with `ringmaster up --detach`',
          );
        return runOnLocalCluster({
          ...request,
          workersWanted: options.workers,
          dataRoots: options.dataRoot,
          allowCode: options.allowCode,
        });
      }),
    );
};
