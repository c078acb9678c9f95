import { API_VERSION } from '@ringmaster/contracts';
import type { Session, VerbOutput } from './session.js';

/** What `--json` prints: one document with the version of its format. */
export const jsonDocument = (data: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify({ apiVersion: API_VERSION, ...data }, null, 2)}\n`;

/** Puts a verb's result on stdout. */
export function emit({ terminal, flags }: Pick<Session, 'terminal' | 'flags'>, output: VerbOutput): void {
  if (flags.json) terminal.out.write(jsonDocument(output.data));
  else if (output.text !== '')
    terminal.out.write(output.text.endsWith('\n') ? output.text : `${output.text}\n`);
}
