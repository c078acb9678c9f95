import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ReplayReport } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { AuditedJob } from '@ringmaster/training';
import { EXIT } from '../exit-codes.js';
import { gatherHistory } from '../history/gather-history.js';
import { ALLOW_CODE_HELP, type CodeAccess, requireCode } from '../models/fetch-code.js';
import { replayPoint } from '../replay/replay-point.js';
import { replayInProcess } from '../replay/replay-process.js';
import { replayText } from '../replay/replay-text.js';
import { callOptions } from '../session/call-options.js';
import { connect, tokenOf } from '../session/connect.js';
import { DATA_ROOT_HELP, dataRoot, positiveInteger, splitRoot } from '../session/option-values.js';
import type { Verb } from './verb.js';

interface ReplayOptions {
  readonly step: number;
  readonly output?: string;
  readonly dataRoot: readonly string[];
  readonly allowCode: boolean;
}

export const replayVerb: Verb = (program, action) => {
  program
    .command('replay')
    .description(
      'compute one step of a job again on this machine, compare it with the audit log, and save its batch and statistics; exit code 1 when it differs',
    )
    .argument('<job>', 'id of the job, or the beginning of it')
    .requiredOption('--step <n>', 'the step, counted from 1', positiveInteger)
    .option('--output <dir>', 'where batch.safetensors and replay.json go (default: <job>-step-<n>-replay)')
    .option('--data-root <name=dir>', DATA_ROOT_HELP, dataRoot, [])
    .option('--allow-code', ALLOW_CODE_HELP, false)
    .action(
      action<ReplayOptions>(async ({ session, args: [id = ''], options }) => {
        const client = await connect(session);
        const { view, job: asked } = await gatherHistory(session, client, id);
        refuseRing(asked);
        const { finalHistory } = await import('@ringmaster/training');
        const history = finalHistory(asked);
        const { step } = options;
        const point = await replayPoint({ client, call: callOptions(session) }, history, step);
        const { job, checkpoint } = point;
        const first = checkpoint?.step ?? 0;
        const from = checkpoint ? `the checkpoint of step ${first}` : 'the initial weights';
        session.terminal.say(`computing steps ${first + 1} to ${step} of ${job.jobId} from ${from}`);
        const attempt = history.steps.get(step)?.line.attempt;
        const begin = history.begins.find((one) => one.job === job && one.begin.attempt === attempt);
        const final = view.result?.steps === step ? view.result.weightsSha256 : undefined;
        const access = { client, call: callOptions(session), allowCode: options.allowCode };
        const report = await withCode(access, job, async (code) =>
          replayInProcess(
            session,
            {
              jobId: job.jobId,
              document: { ...job.document },
              ...(code !== undefined && { code }),
              step,
              ...(checkpoint && { checkpoint }),
              lines: [...history.steps]
                .filter(([number]) => number > first && number <= step)
                .map(([, { line }]) => line),
              ...(final !== undefined && { finalWeightsSha256: final }),
              ...(begin && { fingerprint: begin.begin.fingerprint }),
              url: client.url,
              token: await tokenOf(session),
              cacheDir: session.environment.cacheDir,
              datasetsDir: session.home.datasetsDir,
              dataRoots: Object.fromEntries(options.dataRoot.map(splitRoot)),
              output: resolve(options.output ?? `${job.jobId}-step-${step}-replay`),
            },
            (at) => session.terminal.say(`step ${at} of ${step}`),
          ),
        );
        return { data: { ...report }, text: replayText(report), exitCode: exitCode(report) };
      }),
    );
};

/** The code of the job's model, in a file that lives as long as the work. */
async function withCode<T>(
  access: CodeAccess,
  { jobId, document }: AuditedJob,
  work: (code: string | undefined) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'ringmaster-code-'));
  try {
    return await work(await requireCode(access, document, { directory, jobId }));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** @throws TrainError `invalid` for a job whose sums one process cannot repeat */
function refuseRing({ jobId, document }: AuditedJob): void {
  if (document.training.reduce !== 'ring') return;
  throw new TrainError(
    'invalid',
    `job ${jobId} has training.reduce: ring: its bits depend on the number of its workers, and one process cannot compute its steps again; ` +
      `\`ringmaster audit ${jobId}\` tells which samples they were given`,
  );
}

const exitCode = ({ firstDifference, isFinalWeights }: ReplayReport): number =>
  firstDifference || isFinalWeights === false ? EXIT.jobFailed : EXIT.ok;
