// docs/reference/cli.md from the commander program of the command line.
import { cell, code, page, table } from './markdown.mjs';

const INTRO = `Data goes to stdout; progress, logs and errors go to stderr. \`--json\` makes the data one JSON document with
\`apiVersion: 1\` (JSON lines where output goes on and on, as in \`logs -f\`); an error is a document as well:
\`{"apiVersion": 1, "error": {…}}\`. Job ids may be shortened to a unique prefix.

| Exit code | Meaning |
| --- | --- |
| 0 | done |
| 1 | the job failed or was cancelled; \`doctor\` found something wrong |
| 2 | wrong usage: arguments, document, or a state that does not allow it |
| 3 | not found |
| 4 | not authorised |
| 5 | coordinator unreachable |
| 6 | \`--timeout\` has passed |
| 130 | interrupted |

Ctrl-C while following a job of a running cluster leaves the job alone and prints how to look again; once more within two
seconds cancels it. Where \`run\` has started a cluster of its own, Ctrl-C cancels the job and stops that cluster.
\`NO_COLOR\`, \`FORCE_COLOR\` and \`TERM=dumb\` are respected.`;

export async function cli({ sources }) {
  const program = sources.buildProgram(() => async () => {});
  const verbs = program.commands.flatMap((command) => sections(command, 'ringmaster'));
  return {
    'docs/reference/cli.md': page(
      'Command line',
      'apps/cli/src/program.ts and apps/cli/src/verbs',
      INTRO,
      `## Options of every verb\n\n${optionTable(program)}`,
      ...verbs,
    ),
  };
}

function sections(command, parent) {
  const name = `${parent} ${command.name()}`;
  if (command.commands.length > 0) return command.commands.flatMap((each) => sections(each, name));
  const parts = [`## \`${name}\``, sentence(command.description()), `\`\`\`\n${name} ${command.usage()}\n\`\`\``];
  const rows = command.registeredArguments.map((argument) => [
    code(argument.required ? `<${argument.name()}>` : `[${argument.name()}]`),
    cell(withChoices(argument)),
    defaultOf(argument),
  ]);
  if (rows.length > 0) parts.push(table(['Argument', 'Meaning', 'Default'], rows));
  if (command.options.length > 0) parts.push(optionTable(command));
  return [parts.join('\n\n')];
}

const optionTable = (command) =>
  table(
    ['Option', 'Meaning', 'Default'],
    command.options.map((option) => [code(option.flags), cell(withChoices(option)), defaultOf(option)]),
  );

const withChoices = ({ description, argChoices }) =>
  argChoices === undefined ? description : `${description} (${argChoices.join(', ')})`;

function defaultOf({ defaultValue }) {
  const isSilent = defaultValue === undefined || defaultValue === false || defaultValue?.length === 0;
  return isSilent ? '' : code(String(defaultValue));
}

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;
