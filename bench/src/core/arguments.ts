import { TrainError } from '@ringmaster/core';
import { Command, InvalidArgumentError } from 'commander';
import { MODEL_NAMES, type ModelName } from '../models/model-names.js';

export interface Options {
  readonly names: readonly string[];
  readonly peers: boolean;
  readonly json: boolean;
  readonly quick: boolean;
  /** A file, or true for the usual one. */
  readonly report: string | true | undefined;
  readonly rounds: number;
  readonly threads: number | undefined;
  readonly soakMinutes: number;
  readonly models: readonly ModelName[];
}

/** @throws TrainError `invalid` */
export function parseArguments(
  args: readonly string[],
  benches: readonly { readonly name: string; readonly summary: string }[],
): Options {
  const program = new Command('npm run bench --')
    .argument('[name...]', 'benchmarks to run; all without a name')
    .option('--peers', 'run PyTorch, Keras, DDP and gloo in turn with our side', false)
    .option('--json', 'one JSON line a figure on stdout', false)
    .option('--report [file]', 'write the report; docs/benchmarks.md without a file')
    .option('--quick', 'one tiny round of each: shows that all works, measures nothing', false)
    .option('--rounds <n>', 'interleaved rounds of each figure', positive, 5)
    .option('--threads <n>', 'threads of one process in `step`; default: all cores', positive)
    .option('--models <names>', 'models of `step`, with commas between them', modelNames, MODEL_NAMES)
    .option('--soak-minutes <n>', 'how long `soak` runs', positive, 1)
    .addHelpText(
      'after',
      `\n${benches.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join('\n')}`,
    )
    .exitOverride((error) => {
      if (error.exitCode === 0) process.exit(0);
      throw new TrainError('invalid', error.message);
    })
    .configureOutput({ writeErr: () => undefined });
  program.parse(args, { from: 'user' });
  const { threads, report, ...rest } = program.opts<Omit<Options, 'names'>>();
  return { ...rest, threads, report, names: program.args };
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('must be a number above 0');
}

function modelNames(text: string): readonly ModelName[] {
  return text.split(',').map((name) => {
    const known = MODEL_NAMES.find((one) => one === name);
    if (known === undefined) throw new InvalidArgumentError(`there are: ${MODEL_NAMES.join(', ')}`);
    return known;
  });
}
