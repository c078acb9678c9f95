import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { InvalidArgumentError, Option } from 'commander';
import { EXIT } from '../exit-codes.js';
import { startEngineChild } from '../models/engine-child.js';
import { ALLOW_CODE_HELP } from '../models/fetch-code.js';
import { findModel, type FoundModel } from '../models/find-model.js';
import { type LocalModel, withModelFiles } from '../models/with-model-files.js';
import { callOptions } from '../session/call-options.js';
import { connect, tokenOf } from '../session/connect.js';
import { emit } from '../session/emit.js';
import { positiveInteger } from '../session/option-values.js';
import type { Session } from '../session/session.js';
import type { Verb } from './verb.js';

interface ServeOptions {
  readonly port: number;
  readonly listen: string;
  readonly maxBatch: number;
  readonly maxDelay: string;
  readonly maxQueue: number;
  readonly device: string;
  readonly allowCode: boolean;
}

export const serveVerb: Verb = (program, action) => {
  program
    .command('serve')
    .description('answer requests for predictions over HTTP, until interrupted; see docs/guides/models.md')
    .argument(
      '<job|model[:tag]>',
      'a job that has succeeded (id or the beginning of it), or a registered model',
    )
    .option('--port <n>', 'port, 0 for a free one', port, 0)
    .option('--listen <host>', 'loopback address to listen on', '127.0.0.1')
    .option('--max-batch <n>', 'samples computed at once', upTo(LIMITS.predictBatch), 32)
    .option('--max-delay <duration>', 'how long a sample waits for others, 0ms to 1s', '5ms')
    .option('--max-queue <n>', 'samples that may wait; past it 503', upTo(LIMITS.predictQueue), 1_024)
    .addOption(
      new Option('--device <kind>', 'what to compute on').choices(['auto', 'cpu', 'gpu']).default('auto'),
    )
    .option('--allow-code', ALLOW_CODE_HELP, false)
    .action(
      action<ServeOptions>(async ({ session, args: [text = ''], options }) => {
        const client = await connect(session);
        const call = callOptions(session);
        const model = await findModel(client, text, call);
        const access = { client, call, allowCode: options.allowCode };
        await withModelFiles(model, access, (files) => serve(session, model, { files, options }));
        return EXIT.ok;
      }),
    );
};

async function serve(
  session: Session,
  { label, entry }: FoundModel,
  { files, options }: { readonly files: LocalModel; readonly options: ServeOptions },
): Promise<void> {
  const { listen, maxDelay, allowCode: _allowCode, ...order } = options;
  const child = startEngineChild(session, {
    script: 'worker/serve.js',
    order: {
      ...files,
      ...order,
      label,
      ...(entry && { entry }),
      host: listen,
      maxDelayMs: delayMs(maxDelay),
    },
    secrets: { RINGMASTER_TOKEN: await tokenOf(session) },
    onReady: (facts) => {
      emit(session, { data: { model: label, ...facts }, text: String(facts['url']) });
      const routes = [facts['routes']].flat().map((path) => `${String(facts['url'])}${String(path)}`);
      session.terminal.say(`${label} is served at ${routes.join(' and ')}; Ctrl-C stops it`);
    },
  });
  const unlisten = session.interrupts.listen(() => child.process.kill('SIGTERM'));
  try {
    await child.done;
  } finally {
    unlisten();
    child.process.kill('SIGKILL');
  }
}

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It must be a port from 0 to 65535.');
}

const upTo =
  (limit: number) =>
  (text: string): number => {
    const value = positiveInteger(text);
    if (value <= limit) return value;
    throw new InvalidArgumentError(`It must be at most ${limit}.`);
  };

/** Unlike other lengths of time it may be none. */
function delayMs(text: string): number {
  const [, digits = '', unit] = /^(\d{1,6})(ms|s)$/.exec(text) ?? [];
  const ms = Number(digits) * (unit === 's' ? 1_000 : 1);
  if (unit !== undefined && ms <= LIMITS.predictDelayMs) return ms;
  throw new TrainError(
    'invalid',
    `--max-delay ${text}: must be from 0ms to ${LIMITS.predictDelayMs}ms, for example 5ms`,
  );
}
