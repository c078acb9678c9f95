import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { type Readable, Writable } from 'node:stream';
import { API_VERSION, INPUT_FORMATS } from '@ringmaster/contracts';
import { terminalText, TrainError } from '@ringmaster/core';
import { Option } from 'commander';
import { EXIT } from '../exit-codes.js';
import { withEngineChild } from '../models/engine-child.js';
import { ALLOW_CODE_HELP } from '../models/fetch-code.js';
import { findModel } from '../models/find-model.js';
import { type LocalModel, withModelFiles } from '../models/with-model-files.js';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import type { Session } from '../session/session.js';
import type { Verb } from './verb.js';

interface PredictOptions {
  readonly input: string;
  readonly format?: string;
  readonly output?: string;
  readonly device: string;
  readonly allowCode: boolean;
}

export const predictVerb: Verb = (program, action) => {
  program
    .command('predict')
    .description('what a trained model says about the samples of a file: one line a sample')
    .argument(
      '<job|model[:tag]>',
      'a job that has succeeded (id or the beginning of it), or a registered model',
    )
    .requiredOption('--input <file>', 'file with samples, gzipped or not; - for stdin')
    .addOption(new Option('--format <format>', 'default: by the name of the file').choices(INPUT_FORMATS))
    .option('--output <file>', 'write the lines there; the file appears when all are written')
    .addOption(
      new Option('--device <kind>', 'what to compute on').choices(['auto', 'cpu', 'gpu']).default('auto'),
    )
    .option('--allow-code', ALLOW_CODE_HELP, false)
    .action(
      action<PredictOptions>(async ({ session, args: [text = ''], options }) => {
        if (options.input === '-' && options.format === undefined)
          throw new TrainError('invalid', `--input - needs --format ${INPUT_FORMATS.join(' | ')}`);
        const client = await connect(session);
        const call = callOptions(session);
        const model = await findModel(client, text, call);
        const access = { client, call, allowCode: options.allowCode };
        await withModelFiles(model, access, (files) => predict(session, files, options));
        return EXIT.ok;
      }),
    );
};

async function predict(session: Session, files: LocalModel, options: PredictOptions): Promise<void> {
  const { input, format, device } = options;
  const order = {
    ...files,
    input: input === '-' ? input : resolve(input),
    ...(format !== undefined && { format }),
    device,
  };
  await withEngineChild(session, { script: 'worker/predict.js', quiet: true, order }, (child) => {
    const lines = toText(child.process.stdout as Readable, session.flags.json);
    return write(session, options.output, { lines, done: child.done });
  });
}

interface Line {
  readonly index: number;
  readonly class?: number;
  readonly name?: string;
  readonly classes?: Nested;
  readonly probabilities?: readonly number[];
  readonly values?: readonly number[];
  readonly boxes?: readonly Box[];
}
type Nested = number | readonly Nested[];
interface Box {
  readonly class: number;
  readonly name?: string;
  readonly score: number;
  readonly box: readonly number[];
}

async function* toText(stream: Readable, isJson: boolean): AsyncGenerator<string> {
  for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
    const line = JSON.parse(text) as Line;
    yield isJson ? `${JSON.stringify({ apiVersion: API_VERSION, ...line })}\n` : `${forPeople(line)}\n`;
  }
}

const short = (value: number): string => String(Number(value.toPrecision(6)));
/** A class, its score, and the edges: left, top, right, bottom. */
const boxText = ({ class: label, name, score, box }: Box): string =>
  [terminalText(name ?? String(label)), ...[score, ...box].map(short)].join(' ');

/** Tabs between the class (its name where it has one) and the numbers, or between boxes. */
const forPeople = ({ class: best, name, classes, probabilities, values, boxes = [] }: Line): string =>
  [
    ...(best === undefined ? [] : [terminalText(name ?? String(best))]),
    ...[classes ?? []].flat(Infinity as 1).map(String),
    ...(probabilities ?? values ?? []).map(short),
    ...boxes.map(boxText),
  ].join('\t');

interface Lines {
  readonly lines: AsyncGenerator<string>;
  /** Rejects when they are not all. */
  readonly done: Promise<void>;
}

async function write(session: Session, output: string | undefined, { lines, done }: Lines): Promise<void> {
  if (output === undefined) {
    const { out } = session.terminal;
    for await (const line of lines)
      if (out.write(line) === false && out instanceof Writable) await once(out, 'drain');
    return;
  }
  const path = resolve(output);
  const draft = `${path}.partial-${process.pid}`;
  const file = createWriteStream(draft, { flags: 'wx', mode: 0o600 });
  const failed = new Promise<never>((_, reject) =>
    file.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new TrainError(
          cause.code === 'ENOSPC' ? 'disk_full' : 'invalid',
          `--output ${path}: ${cause.message}`,
          {
            cause,
          },
        ),
      ),
    ),
  );
  const writing = (async () => {
    for await (const line of lines) if (!file.write(line)) await Promise.race([once(file, 'drain'), failed]);
    await new Promise<void>((resolve_) => file.end(() => resolve_()));
    await done;
    await rename(draft, path);
  })();
  try {
    await Promise.race([writing, failed]);
  } catch (error) {
    file.destroy();
    await rm(draft, { force: true });
    throw error;
  }
}
