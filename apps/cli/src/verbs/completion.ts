import { Argument, type Command } from 'commander';
import { completionScript, type Shell, SHELLS } from '../terminal/completion.js';
import type { Verb } from './verb.js';

export const completionVerb: Verb = (program, action) => {
  program
    .command('completion')
    .description('print a completion script, for example: source <(ringmaster completion bash)')
    .addArgument(new Argument('<shell>', 'what it is for').choices(SHELLS))
    .action(
      action(async ({ args: [shell] }) => {
        const text = completionScript(shell as Shell, wordsOf(program));
        return { data: { shell, script: text }, text };
      }),
    );
};

/** What may follow each chain of verbs, by that chain (`''`, `ckpt`, `ckpt pull`). */
function wordsOf(program: Command): ReadonlyMap<string, readonly string[]> {
  const words = new Map<string, readonly string[]>();
  const globals = flagsOf(program);
  const visit = (command: Command, path: readonly string[]): void => {
    const verbs = command.commands.map((each) => each.name());
    const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
    const inherited = globals.filter((flag) => flag !== '--version');
    const flags = command === program ? globals : [...flagsOf(command), ...inherited];
    words.set(path.join(' '), [...new Set([...verbs, ...choices, ...flags, '--help'])]);
    for (const each of command.commands) visit(each, [...path, each.name()]);
  };
  visit(program, []);
  return words;
}

const flagsOf = (command: Command): readonly string[] =>
  command.options.flatMap((option) => option.long ?? []);
