import type { Figure } from './figure.js';
import type { Facts } from './machine.js';
import { geometricMean } from './statistics.js';
import { cellsOf } from './text.js';

export interface ReportFacts {
  readonly figures: readonly Figure[];
  /** Every benchmark that there is, with its sentence. */
  readonly benches: readonly { readonly name: string; readonly summary: string }[];
  readonly machine: Facts;
  readonly versions: Facts;
  /** What was left out while it ran, and why. */
  readonly notes: readonly string[];
  readonly command: string;
  /** ISO 8601 */
  readonly date: string;
  readonly isSmokeRun: boolean;
}

/** docs/benchmarks.md: what came out, whatever it is. */
export function renderReport(o: ReportFacts): string {
  const sections = o.benches
    .map(({ name, summary }) => ({ name, summary, figures: o.figures.filter(({ bench }) => bench === name) }))
    .filter(({ figures }) => figures.length > 0);
  const smoke = ['> A smoke run: it shows that the benchmarks work, its numbers mean nothing.', ''];
  return [
    '# Benchmarks',
    '',
    ...(o.isSmokeRun ? smoke : []),
    `Measured on ${o.date.slice(0, 10)} by \`${o.command}\`, which writes this page. Each figure is the median of`,
    'rounds that alternate between the contenders, with (least–most). A ratio says how many times better we are than the',
    'peer, below 1 worse, as the median over rounds that ran side by side. Only ratios travel from machine to machine.',
    '',
    ...factTable([...o.machine, ...o.versions]),
    '',
    ...sections.flatMap(({ name, summary, figures }) => section(name, summary, figures)),
    ...missing(o),
    '## Reproduce',
    '',
    '```bash no-run',
    'npm run bench:peers:setup           # PyTorch, TensorFlow and Keras in an environment of their own',
    'npm run bench -- --peers --report   # on an idle machine; about a quarter of an hour on two cores',
    '```',
    '',
  ].join('\n');
}

function section(name: string, summary: string, figures: readonly Figure[]): readonly string[] {
  const threads = [...new Set(figures.map((figure) => figure.threads))].join(' or ');
  const processes = [...new Set(figures.map((figure) => figure.processes))].join(' or ');
  const rounds = [...new Set(figures.map(({ n }) => n))].join(' or ');
  return [
    `## ${name}`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}. On every side ${processes} process(es) of ${threads} thread(s); ${rounds} rounds.`,
    '',
    '| metric | ours | peer | theirs | ratio |',
    '| --- | --- | --- | --- | --- |',
    ...figures.map((figure) => `| ${cellsOf(figure).join(' | ')} |`),
    '',
    ...summaryOf(figures),
  ];
}

/** One line: the geometric mean of the ratios to the best peer of each metric. */
function summaryOf(figures: readonly Figure[]): readonly string[] {
  const worst = new Map<string, number>();
  for (const { metric, ratio } of figures)
    if (ratio !== undefined) worst.set(metric, Math.min(ratio, worst.get(metric) ?? Infinity));
  if (worst.size < 2) return [];
  const mean = geometricMean([...worst.values()]).toFixed(2);
  const list = [...worst].map(([metric, ratio]) => `${metric} ${ratio.toFixed(2)}`).join(', ');
  return [`Against the best peer of each row: ${list}; geometric mean ${mean}.`, ''];
}

const factTable = (facts: Facts): readonly string[] => [
  '| what | value |',
  '| --- | --- |',
  ...facts.map(([name, value]) => `| ${name} | ${value} |`),
];

function missing({ figures, benches, notes }: ReportFacts): readonly string[] {
  const ran = new Set(figures.map(({ bench }) => bench));
  const lines = [
    ...benches.filter(({ name }) => !ran.has(name)).map(({ name }) => `- \`${name}\` was not run.`),
    ...[...ran]
      .filter((bench) => bench !== 'soak' && figures.every((f) => f.bench !== bench || f.peer === undefined))
      .map((bench) => `- \`${bench}\` was run without peers.`),
    ...notes.map((note) => `- ${note.split('\n')[0]}`),
    '- No GPU and no second host: all processes share one machine.',
  ];
  return ['## Missing', '', ...lines, ''];
}
