import type { ActionLine } from '@ringmaster/contracts';
import { terminalText } from '@ringmaster/core';
import { callOptions } from '../session/call-options.js';
import { connect } from '../session/connect.js';
import { positiveInteger } from '../session/option-values.js';
import { table } from '../terminal/table.js';
import type { Verb } from './verb.js';

export const auditLogVerb: Verb = (program, action) => {
  program
    .command('audit-log')
    .description('who changed what on this coordinator, oldest first')
    .option('--tail <lines>', 'only the last ones', positiveInteger)
    .option('--refusals', 'instead, what was refused to those without a token that suffices')
    .action(
      action<{ tail?: number; refusals?: boolean }>(async ({ session, options }) => {
        const client = await connect(session);
        const { tail, refusals = false } = options;
        const call = { ...callOptions(session), refusals, ...(tail !== undefined && { tail }) };
        const actions: ActionLine[] = [];
        for await (const line of client.actions(call)) actions.push(line);
        return { data: { actions }, text: actions.length === 0 ? '' : terminalText(listText(actions)) };
      }),
    );
};

/** What it was about first, and what more there is to say by its name. */
const targetText = (target: ActionLine['target']): string =>
  Object.entries(target)
    .map(([key, value]) => (key === 'id' || key === 'name' ? value : `${key}=${value}`))
    .join(' ') || '-';

const listText = (actions: readonly ActionLine[]): string =>
  table(
    ['WHEN', 'WHO', 'ACTION', 'TARGET', 'OUTCOME', 'REQUEST'],
    actions.map(({ at, who, action, target, outcome, status, code, requestId }) => [
      at,
      who === null ? '-' : `${who.name} (${who.role})`,
      action,
      targetText(target),
      outcome === 'done' ? 'done' : `${outcome} (${code ?? status})`,
      requestId,
    ]),
  );
