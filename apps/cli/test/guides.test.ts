import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsOf, guideBlocks } from '@ringmaster/testkit/guides';
import { CommanderError, type Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../src/program.js';

const GUIDES = new URL('../../../docs/guides/', import.meta.url).pathname;

/** The words as the shell would split them. */
function split(words: string): readonly string[] {
  const { stdout, stderr } = spawnSync('bash', ['-c', `printf '%s\\0' ${words}`], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\0').slice(0, -1);
}

/** Commander gives up by an exception, in silence, and runs no verb. */
function parser(): Command {
  const program = buildProgram(() => async () => {});
  const quiet = (command: Command): void => {
    command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
    command.commands.forEach(quiet);
  };
  quiet(program);
  return program;
}

/** Why the command line refuses these words; help and version are no refusal. */
function refusal(words: readonly string[]): string | undefined {
  try {
    parser().parse([...words], { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined;
    return String(error);
  }
}

describe.each(readdirSync(GUIDES).filter((name) => name.endsWith('.md')))('docs/guides/%s', (name) => {
  const commands = guideBlocks(readFileSync(join(GUIDES, name), 'utf8')).flatMap(commandsOf);

  it('shows only verbs, arguments and options that there are', () => {
    const refused = commands
      .map(({ line, words }) => ({ line, words, why: refusal(split(words)) }))
      .filter(({ why }) => why !== undefined);
    expect(refused).toEqual([]);
  });
});

it('refuses what there is not', () => {
  const block = {
    line: 1,
    commands: 'job=$(npx ringmaster submti "$file" --json) && ringmaster ls jobs',
    runs: true,
  };
  const [wrong, right] = commandsOf(block);
  expect(refusal(split(wrong?.words ?? ''))).toContain("unknown command 'submti'");
  expect(refusal(split(right?.words ?? ''))).toBeUndefined();
});
