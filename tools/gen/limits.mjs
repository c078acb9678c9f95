// docs/reference/limits.md from the table of limits and the comments beside them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cell, code, page, table } from './markdown.mjs';

const SOURCE = 'libs/contracts/src/limits.ts';

export async function limits({ root, sources }) {
  const comments = commentsOf(readFileSync(join(root, SOURCE), 'utf8'));
  const rows = Object.entries(sources.LIMITS).map(([name, value]) => [
    code(name),
    value.toLocaleString('en-US'),
    cell(comments.get(name) ?? ''),
  ]);
  const intro =
    'Every limit and every fixed deadline, in one place. Names ending in `Ms` are milliseconds, in `Bytes` bytes. `ringmaster doctor` prints this table too.';
  return { 'docs/reference/limits.md': page('Limits', SOURCE, intro, table(['Name', 'Value', 'Meaning'], rows)) };
}

/** The comment above each name; one comment may stand above several names. */
function commentsOf(text) {
  const found = new Map();
  let comment = '';
  for (const [, block, name] of text.matchAll(/\/\*\*([\s\S]*?)\*\/|^ {2}(\w+):/gm)) {
    if (block !== undefined) comment = block.replace(/^\s*\*? ?/gm, '').replace(/\s+/g, ' ').trim();
    else found.set(name, comment);
  }
  return found;
}
