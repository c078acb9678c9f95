import { terminalText, type TrainError } from '@ringmaster/core';
import { jsonDocument } from './session/emit.js';
import type { Terminal } from './terminal/terminal.js';

/** The command that most likely helps, by error code. */
const NEXT: Readonly<Partial<Record<TrainError['code'], string>>> = {
  invalid: 'ringmaster validate <spec>, or ringmaster <verb> --help',
  not_found: 'ringmaster ls',
  unauthenticated: 'ringmaster doctor (it says which token file is used)',
  forbidden: 'ringmaster doctor (it says which token file is used)',
  unavailable: 'ringmaster doctor',
  deadline: 'ringmaster doctor, or a longer --timeout',
  incompatible: 'ringmaster version',
  internal: 'ringmaster doctor, and report it with its output: this is a bug',
};

/** What, why, next command on stderr; under --json the error as one document on stdout as well. */
export function printError(terminal: Terminal, error: TrainError, json: boolean): void {
  const { style } = terminal;
  const message = error.message
    .split('\n')
    .map((line) => terminalText(line))
    .join('\n');
  terminal.say(`${style.red('error:')} ${message}`);
  const next = NEXT[error.code];
  if (next !== undefined) terminal.say(`${style.dim('next:')}  ${next}`);
  if (json) terminal.out.write(jsonDocument({ error: error.view() }));
}
