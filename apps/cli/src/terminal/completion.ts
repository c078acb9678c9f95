export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The script of a shell; `words` are what may follow each chain of verbs, letters and dashes only. */
export function completionScript(shell: Shell, words: ReadonlyMap<string, readonly string[]>): string {
  if (shell === 'fish') return fish(words);
  // zsh runs bash's completion functions.
  return shell === 'zsh' ? `autoload -U +X bashcompinit && bashcompinit\n${bash(words)}` : bash(words);
}

const depthOf = (path: string): number => (path === '' ? 0 : path.split(' ').length);
const deepestFirst = (words: ReadonlyMap<string, readonly string[]>) =>
  [...words].sort(([a], [b]) => depthOf(b) - depthOf(a));

/** Files are completed where no word fits: job documents. */
function bash(words: ReadonlyMap<string, readonly string[]>): string {
  const cases = deepestFirst(words).map(
    ([path, follow]) => `    "${path}${path === '' ? '' : ' '}"*) words="${follow.join(' ')}" ;;`,
  );
  return `_ringmaster() {
  local path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) path="$path$word " ;; esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _ringmaster ringmaster
`;
}

function fish(words: ReadonlyMap<string, readonly string[]>): string {
  const lines = deepestFirst(words).map(([path, follow]) => {
    const condition =
      path === ''
        ? '__fish_use_subcommand'
        : path
            .split(' ')
            .map((verb) => `__fish_seen_subcommand_from ${verb}`)
            .join('; and ');
    return `complete -c ringmaster -n '${condition}' -a '${follow.join(' ')}'`;
  });
  return `${lines.join('\n')}\n`;
}
