import { stringify } from 'yaml';
import { commented } from '../run/dry-run.js';
import { costTable, specWarnings, stepCosts } from '../spec/step-cost.js';
import { resolveSpec } from '../spec/resolve-spec.js';
import { addSpecOptions, type SpecFlags } from './spec-options.js';
import type { Verb } from './verb.js';

export const validateVerb: Verb = (program, action) => {
  addSpecOptions(
    program
      .command('validate')
      .description(
        'check a job document without running it; print it with every default and what workers cost',
      ),
  ).action(
    action<SpecFlags>(async ({ session, args: [file = ''], options }) => {
      const resolved = await resolveSpec(session, file, options);
      const costs = stepCosts(resolved);
      const warnings = specWarnings(resolved);
      for (const warning of warnings)
        session.terminal.say(`${session.terminal.style.yellow('warning:')} ${warning}`);
      return {
        data: { valid: true, resolved, stepCosts: costs, warnings },
        text: `${stringify(resolved)}\n${commented(costTable(resolved, costs))}`,
      };
    }),
  );
};
