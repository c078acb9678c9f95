import { terminalText } from '@ringmaster/core';
import { findValues } from '../settings/find-values.js';
import { SETTINGS } from '../settings/settings.js';
import { table } from '../terminal/table.js';
import type { Verb } from './verb.js';

export const configVerb: Verb = (program, action) => {
  program
    .command('config')
    .description('settings of this command line, and of a coordinator or worker that is started from here')
    .command('print')
    .description('print every setting with its value; secrets are never shown')
    .option(
      '--origin',
      'also where each value comes from: a flag, the environment, a file, or the default',
      false,
    )
    .action(
      action<{ origin: boolean }>(async ({ session, options }) => {
        const settings = await findValues(session, SETTINGS);
        const rows = settings.map(({ program: of, name, value, origin }) => [
          of,
          name,
          value,
          ...(options.origin ? [origin] : []),
        ]);
        const head = ['PROGRAM', 'SETTING', 'VALUE', ...(options.origin ? ['ORIGIN'] : [])];
        return { data: { settings }, text: terminalText(table(head, rows)) };
      }),
    );
};
