/** One fenced block of shell commands in a guide. */
export interface GuideBlock {
  /** 1-based line of the guide where the block's first command stands. */
  readonly line: number;
  readonly commands: string;
  /** False for a block marked `no-run`: what it shows is checked for syntax only. */
  readonly runs: boolean;
}

const FENCE = /^```bash(?<marks>.*)$/;

/** The ```` ```bash ```` blocks of a Markdown text, in order; an unknown mark after `bash` is an error. */
export function guideBlocks(markdown: string): readonly GuideBlock[] {
  const lines = markdown.split('\n');
  const blocks: GuideBlock[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const marks = FENCE.exec(lines[at] ?? '')?.groups?.['marks']?.trim();
    if (marks === undefined) continue;
    if (marks !== '' && marks !== 'no-run') throw new Error(`line ${at + 1}: unknown mark "${marks}"`);
    const end = lines.indexOf('```', at + 1);
    if (end < 0) throw new Error(`line ${at + 1}: this block has no end`);
    blocks.push({ line: at + 2, commands: lines.slice(at + 1, end).join('\n'), runs: marks === '' });
    at = end;
  }
  return blocks;
}

/** One script that runs the blocks in order and says at which line of the guide it stopped. */
export function guideScript(blocks: readonly GuideBlock[]): string {
  const steps = blocks.map(({ line, commands }) => `guide_line=${line}\n${commands}\n`);
  return [
    'set -euo pipefail',
    `trap 'echo "stopped in the block at line $guide_line: $BASH_COMMAND" >&2' ERR`,
    ...steps,
  ].join('\n');
}
