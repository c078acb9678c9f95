// examples/README.md from examples/figures.json, whose figures apps/cluster-e2e/test/examples.test.ts asks of every example.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cell, code, page, table } from './markdown.mjs';

const INTRO = `Job documents that need no data of yours. Each is run by its own line; it starts a cluster of two workers where none is
running, and stops it again:

\`\`\`bash
npx ringmaster run examples/mlp-blobs.yaml --workers 2
\`\`\`

What an example ends with, on the test split, is a test: \`npm run test:full\` trains every one with two workers and asks for the figure
below. The same figure comes out of any number of workers. Minutes are those of two cores, rounded up.`;

export async function examples({ root }) {
  const all = JSON.parse(readFileSync(join(root, 'examples/figures.json'), 'utf8'));
  const rows = Object.entries(all).map(([name, { shows, minutes, figures, ...more }]) => [
    `[${name}](${name}.yaml)`,
    cell(shows),
    figureText(figures) + contrastText(more.contrast),
    code(command(name, more)),
    String(minutes),
  ]);
  const header = ['example', 'what it shows', 'figure', 'command', 'minutes'];
  return { 'examples/README.md': page('Examples', 'examples/figures.json', INTRO, table(header, rows)) };
}

const bound = ({ least, most }) =>
  [least !== undefined && `≥ ${least}`, most !== undefined && `≤ ${most}`].filter(Boolean).join(', ');

const figureText = (figures) =>
  Object.entries(figures)
    .map(([name, limits]) => `${code(name)} ${bound(limits)}`)
    .join(', ');

const contrastText = (contrast) =>
  contrast === undefined ? '' : `; ${cell(contrast.of)}: ${figureText(contrast.figures)}`;

function command(name, { dataRoot, after, allowCode }) {
  const run = `npx ringmaster run examples/${name}.yaml${allowCode ? ' --allow-code' : ''} --workers 2`;
  if (dataRoot !== undefined) return `${run} --data-root ${dataRoot}`;
  return after === undefined ? run : `${run} --set model.initial.from=<job of ${after}>`;
}
