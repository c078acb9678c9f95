import {
  AugmentSpec,
  JobState,
  type JobView,
  LossOptions,
  MetricOptions,
  OptimizerSpec,
  ScheduleSpec,
  TaskSpec,
} from '@ringmaster/contracts';
import { terminalText } from '@ringmaster/core';
import { Argument, InvalidArgumentError } from 'commander';
import { progressLine } from '../follow/progress-line.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { positiveInteger } from '../session/option-values.js';
import type { Session, VerbOutput } from '../session/session.js';
import { placeText } from '../report/waiting-text.js';
import { table } from '../terminal/table.js';
import type { Verb } from './verb.js';

interface LsOptions {
  readonly state?: JobState;
  readonly limit: number;
}

interface Entry {
  readonly name: string;
  readonly summary: string;
}

/** What can be named in a job document, by kind. */
const REGISTRIES: Readonly<Record<string, () => Promise<readonly Entry[]>>> = {
  models: async () => (await import('@ringmaster/models')).ALL_MODELS,
  datasets: async () => Object.values((await import('@ringmaster/data')).DATASETS),
  losses: async () => kindsOf(LossOptions.options),
  optimizers: async () => kindsOf(OptimizerSpec.options),
  schedules: async () => kindsOf(ScheduleSpec.options),
  metrics: async () => kindsOf(MetricOptions.options),
  tasks: async () => kindsOf(TaskSpec.options),
  augmentations: async () => kindsOf(AugmentSpec.options),
};

interface Kind {
  readonly shape: { readonly kind: { readonly value: string; readonly description?: string | undefined } };
}

/** The kinds of a union: what each does, and the options that it takes. */
const kindsOf = (options: readonly Kind[]): readonly Entry[] =>
  options.map(({ shape }) => {
    const fields = fieldsOf(shape);
    const { value: name, description = '' } = shape.kind;
    return { name, summary: `${description}${fields === '' ? '' : ` (${fields})`}` };
  });

const fieldsOf = (shape: object): string =>
  Object.keys(shape)
    .filter((key) => key !== 'kind')
    .join(', ');

export const lsVerb: Verb = (program, action) => {
  program
    .command('ls')
    .description('list jobs, newest first, or what a job document can name')
    .addArgument(
      new Argument('[what]', 'what to list').choices(['jobs', ...Object.keys(REGISTRIES)]).default('jobs'),
    )
    .option('--state <state>', 'only jobs in this state', jobState)
    .option('--limit <n>', 'at most so many jobs', positiveInteger, 50)
    .action(
      action<LsOptions>(async ({ session, args: [what = 'jobs'], options }) => {
        const registry = REGISTRIES[what];
        if (registry === undefined) return listJobs(session, options);
        const entries = (await registry()).map(({ name, summary }) => ({ name, summary }));
        return {
          data: { [what]: entries },
          text: table(
            ['NAME', ''],
            entries.map(({ name, summary }) => [name, summary]),
          ),
        };
      }),
    );
};

function jobState(text: string): JobState {
  const parsed = JobState.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It must be one of ${JobState.options.join(', ')}.`);
}

async function listJobs(session: Session, { state, limit }: LsOptions): Promise<VerbOutput> {
  const client = await connect(session);
  const jobs = await client.jobs.list({ limit, ...(state && { state }) }, callOptions(session));
  if (jobs.length === 0)
    session.terminal.say('no jobs; submit one with: ringmaster submit examples/digits.yaml');
  return {
    data: { jobs },
    text:
      jobs.length === 0
        ? ''
        : table(
            ['JOB', 'STATE', 'SUBMITTED', 'ATTEMPTS', ''],
            jobs.map((job) => jobRow(job, session.clock.wallMs())),
          ),
  };
}

function jobRow(job: JobView, nowMs: number): readonly string[] {
  return [
    job.jobId,
    job.state,
    job.submittedAt,
    String(job.attempts.length),
    job.state === 'running'
      ? progressLine(job)
      : terminalText([placeText(job, nowMs), outcome(job)].filter(Boolean).join(' · ')),
  ];
}

function outcome({ result, reason }: JobView): string {
  const accuracy = result?.metrics['accuracy'];
  return accuracy === undefined ? (reason ?? '') : `accuracy ${accuracy.toFixed(4)}`;
}
