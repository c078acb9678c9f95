import { homeLayout } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { type Command, CommanderError } from 'commander';
import { resolve } from 'node:path';
import { printError } from './errors.js';
import { EXIT, exitCodeOf } from './exit-codes.js';
import { buildProgram } from './program.js';
import { emit } from './session/emit.js';
import type { Host, Session } from './session/session.js';
import type { Action } from './verbs/verb.js';

/** Runs one command line (without node and script) and gives its exit code. Never throws. */
export async function runCli(argv: readonly string[], host: Host): Promise<number> {
  let exitCode: number = EXIT.ok;
  const action: Action =
    (work) =>
    async (...given) => {
      const command = given.at(-1) as Command;
      const session = openSession(host, command.optsWithGlobals());
      const output = await work({
        session,
        args: command.processedArgs as (string | undefined)[],
        options: command.opts() as never,
      });
      if (typeof output !== 'number') emit(session, output);
      exitCode = typeof output === 'number' ? output : (output.exitCode ?? EXIT.ok);
    };

  const program = prepare(buildProgram(action), host);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return failed(error, argv, host);
  }
}

interface GlobalOptions {
  readonly json: boolean;
  readonly home?: string;
  readonly url?: string;
  readonly tokenFile?: string;
  readonly caFile?: string;
  readonly timeout?: number;
}

function openSession(host: Host, options: GlobalOptions): Session {
  return {
    ...host,
    flags: {
      json: options.json,
      url: options.url,
      tokenFile: options.tokenFile,
      caFile: options.caFile,
      timeoutMs: options.timeout,
    },
    home: homeLayout(resolve(options.home ?? host.environment.home)),
  };
}

/** Errors are thrown instead of ending the process, and help goes where the rest goes: in every verb. */
function prepare(program: Command, host: Host): Command {
  const { terminal } = host;
  const visit = (command: Command): void => {
    command.exitOverride().configureOutput({
      writeOut: (text) => void terminal.out.write(text),
      writeErr: (text) => void terminal.err.write(text),
      getOutHelpWidth: () => terminal.out.columns ?? 100,
      getErrHelpWidth: () => terminal.err.columns ?? 100,
    });
    command.commands.forEach(visit);
  };
  visit(program);
  return program;
}

function failed(error: unknown, argv: readonly string[], host: Host): number {
  const isJson = argv.includes('--json');
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.ok;
    // Commander has printed it to stderr already.
    const message = error.message.replace(/^error: /, '');
    if (isJson) emit({ terminal: host.terminal, flags: JSON_FLAGS }, errorOutput(message));
    return EXIT.usage;
  }
  const trainError = TrainError.from(error);
  printError(host.terminal, trainError, isJson);
  return exitCodeOf(trainError);
}

const JSON_FLAGS = {
  json: true,
  url: undefined,
  tokenFile: undefined,
  caFile: undefined,
  timeoutMs: undefined,
};
const errorOutput = (message: string) => ({ data: { error: { code: 'invalid', message } }, text: '' });
