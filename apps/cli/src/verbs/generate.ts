import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { API_VERSION, LIMITS } from '@ringmaster/contracts';
import { terminalText, TrainError } from '@ringmaster/core';
import { Option } from 'commander';
import { EXIT } from '../exit-codes.js';
import { withEngineChild } from '../models/engine-child.js';
import { ALLOW_CODE_HELP } from '../models/fetch-code.js';
import { findModel } from '../models/find-model.js';
import { type LocalModel, withModelFiles } from '../models/with-model-files.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { collect, nonNegative, positiveInteger, wholeNumber } from '../session/option-values.js';
import type { Session } from '../session/session.js';
import type { Verb } from './verb.js';

interface GenerateFlags {
  readonly prompt: readonly string[];
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly beams: number;
  readonly lengthPenalty: number;
  readonly seed: number;
  readonly device: string;
  readonly allowCode: boolean;
}

export const generateVerb: Verb = (program, action) => {
  program
    .command('generate')
    .description('lets a language model go on with a text, or translate one')
    .argument(
      '<job|model[:tag]>',
      'a job that has succeeded (id or the beginning of it), or a registered model',
    )
    .requiredOption(
      '--prompt <text>',
      'what to go on with, or to translate; token numbers for a model without a tokenizer; repeatable',
      collect,
      [],
    )
    .option('--max-tokens <n>', 'most tokens that are made', positiveInteger, 64)
    .option(
      '--temperature <t>',
      'below 1 likely tokens become likelier; 0: always the likeliest (default: 1)',
      nonNegative,
    )
    .option('--top-k <k>', 'draw among the k likeliest tokens (default: all)', positiveInteger)
    .option(
      '--top-p <p>',
      'draw among the likeliest tokens that make up this share (default: 1)',
      nonNegative,
    )
    .option(
      '--beams <n>',
      'follow so many sequences at once and take the best, instead of drawing',
      positiveInteger,
      1,
    )
    .option('--length-penalty <a>', 'with beams: above 0 longer sequences are preferred', nonNegative, 0.6)
    .option('--seed <n>', 'of the draws', wholeNumber, 0)
    .addOption(
      new Option('--device <kind>', 'what to compute on').choices(['auto', 'cpu', 'gpu']).default('auto'),
    )
    .option('--allow-code', ALLOW_CODE_HELP, false)
    .action(
      action<GenerateFlags>(async ({ session, args: [text = ''], options }) => {
        check(options);
        const client = await connect(session);
        const call = callOptions(session);
        const model = await findModel(client, text, call);
        const access = { client, call, allowCode: options.allowCode };
        await withModelFiles(model, access, (files) =>
          run(session, { ...files, label: model.label }, options),
        );
        return EXIT.ok;
      }),
    );
};

/** What would only be found out when the engine runs. @throws TrainError `invalid` naming the option */
function check({ beams, temperature, topK, topP, maxTokens, lengthPenalty, seed }: GenerateFlags): void {
  const refuse = (message: string): never => {
    throw new TrainError('invalid', message);
  };
  if (beams > 1 && (temperature ?? topK ?? topP) !== undefined)
    refuse('--beams draws nothing: leave out --temperature, --top-k and --top-p, or --beams');
  if (beams > LIMITS.generateBeams) refuse(`--beams ${beams}: at most ${LIMITS.generateBeams}`);
  if (maxTokens > LIMITS.generateTokens)
    refuse(`--max-tokens ${maxTokens}: at most ${LIMITS.generateTokens}`);
  if (topP !== undefined && (topP === 0 || topP > 1)) refuse(`--top-p ${topP}: a share above 0, at most 1`);
  if ((temperature ?? 0) > 100) refuse(`--temperature ${temperature}: at most 100`);
  if (lengthPenalty > 10) refuse(`--length-penalty ${lengthPenalty}: at most 10`);
  if (seed > 0xffffffff) refuse(`--seed ${seed}: at most ${0xffffffff}`);
}

async function run(
  session: Session,
  model: LocalModel & { readonly label: string },
  { prompt: prompts, device, allowCode: _allowCode, ...options }: GenerateFlags,
): Promise<void> {
  const order = { ...model, prompts, device, options };
  await withEngineChild(session, { script: 'worker/generate.js', quiet: true, order }, (child) =>
    printLines(session, child.process.stdout as Readable),
  );
}

interface Line {
  readonly index: number;
  readonly whole: string;
  readonly continuations: readonly unknown[];
}

async function printLines({ terminal, flags }: Session, stream: Readable): Promise<void> {
  for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
    const line = JSON.parse(text) as Line;
    const shown = line.whole.split('\n').map(terminalText).join('\n');
    terminal.out.write(
      flags.json ? `${JSON.stringify({ apiVersion: API_VERSION, ...line })}\n` : `${shown}\n`,
    );
  }
}
