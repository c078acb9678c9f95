import { LIMITS } from '@ringmaster/contracts';
import { terminalText } from '@ringmaster/core';
import type { Check } from '../doctor/check.js';
import { clusterChecks } from '../doctor/cluster.js';
import { machineChecks } from '../doctor/machine.js';
import { softwareChecks } from '../doctor/software.js';
import { createStyle, type Style } from '../terminal/style.js';
import { table } from '../terminal/table.js';
import type { Verb } from './verb.js';

export const doctorVerb: Verb = (program, action) => {
  program
    .command('doctor')
    .description('check this machine, the home directory and the cluster; every failed check says what to do')
    .action(
      action(async ({ session }) => {
        const groups = await Promise.all([
          softwareChecks(session),
          machineChecks(session.home),
          clusterChecks(session),
        ]);
        const checks = groups.flat();
        const style = createStyle(session.environment.color ?? session.terminal.out.isTTY === true);
        return {
          data: { checks, limits: LIMITS },
          text: [
            ...checks.map((check) => checkText(check, style)),
            '',
            'limits (milliseconds, bytes)',
            limitsText(),
          ].join('\n'),
          exitCode: checks.some((check) => check.status === 'fail') ? 1 : 0,
        };
      }),
    );
};

function checkText({ name, status, found, fix }: Check, style: Style): string {
  const paint = { ok: style.green, warn: style.yellow, fail: style.red }[status];
  const line = `${paint(status.padEnd(4))} ${name.padEnd(13)} ${terminalText(found)}`;
  return fix === undefined ? line : `${line}\n     ${''.padEnd(13)} → ${fix}`;
}

const limitsText = (): string =>
  table(
    ['NAME', 'VALUE'],
    Object.entries(LIMITS).map(([name, value]) => [name, String(value)]),
  );
