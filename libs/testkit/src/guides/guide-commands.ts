import type { GuideBlock } from './guide-blocks.js';

/** One call of the command line as a guide shows it. */
export interface GuideCommand {
  /** 1-based line of the guide. */
  readonly line: number;
  /** What stands after `ringmaster`, as shell words still to be split. */
  readonly words: string;
}

/** A call ends where a pipe, a list, or the substitution that it stands in ends. */
const CALL =
  /(?:^|[|&;(]|\bif|\bwhile|\bdo|\bthen|!)\s*(?:npx )?ringmaster(?<words>(?:"[^"]*"|'[^']*'|[^"'|&;)])*)/g;
const COMMENT = /\s#.*$/;
const PLACEHOLDER = /<[a-z][\w-]*>/g;
const REDIRECTION = /\s\d?(?:>>?|<)(?:&\d|\s*[^\s)]+)/g;
const EXPANSION = /\$\([^)]*\)|\$\{[^}]*\}|\$\w+/g;

/** Every call of `ringmaster` in a block; what the shell would put in for a variable or a substitution is `value`. */
export function commandsOf({ commands, line }: GuideBlock): readonly GuideCommand[] {
  const joined = commands.replaceAll(/\\\n/g, '  ');
  return joined.split('\n').flatMap((text, at) => {
    const bare = text.replace(COMMENT, '').replaceAll(PLACEHOLDER, 'value').replaceAll(REDIRECTION, '');
    return [...bare.matchAll(CALL)].map(({ groups }) => ({
      line: line + at,
      words: (groups?.['words'] ?? '').replaceAll(EXPANSION, 'value'),
    }));
  });
}
