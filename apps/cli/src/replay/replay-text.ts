import type { ReplayReport, Statistics } from '@ringmaster/contracts';
import { terminalText } from '@ringmaster/core';
import { table } from '../terminal/table.js';

/** Samples that are named. */
const NAMED = 20;

/** What a replay found, for people. */
export function replayText(report: ReplayReport): string {
  const { step, from, recomputed, checked, engines, nonFiniteSamples, samples } = report;
  const rows: [string, string | undefined][] = [
    ['step', `${step} of ${report.jobId} (epoch ${report.epoch + 1}), ${samples.length} samples`],
    ['from', from === null ? 'the initial weights' : from.replace('/', '@')],
    ['recomputed', `${recomputed} steps, ${checked} of them checked against the audit log`],
    ['difference', differenceText(report)],
    ['engine', engines ? `another one: bits may differ\n${engineLines(engines)}` : undefined],
    ['loss', `${number(report.loss)}${report.applied ? '' : ' (the step was skipped)'}`],
    ['gradient', `norm ${number(report.gradientNorm)}, learning rate ${number(report.learningRate)}`],
    ['worst', worstText(report)],
    ['not finite', nonFiniteSamples.length === 0 ? undefined : nonFiniteText(report)],
    ['weights', `sha256 ${report.weightsSha256}${finalText(report)}`],
    ...report.files.map((file): [string, string] => ['saved', file]),
  ];
  const summary = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.padEnd(12)}${value}`],
  );
  return terminalTable([...summary, '', gradientTable(report), '', activationTable(report)]);
}

const terminalTable = (lines: readonly string[]): string =>
  lines.map((line) => terminalLines(line)).join('\n');
const terminalLines = (text: string): string => text.split('\n').map(terminalText).join('\n');

function differenceText({ firstDifference, checked }: ReplayReport): string {
  if (!firstDifference) return checked > 0 ? 'none' : 'unknown: the audit log has none of these steps';
  const { step, differences } = firstDifference;
  const each = differences.map(({ what, logged, recomputed }) => `${what}: ${logged} ≠ ${recomputed}`);
  return `FIRST AT STEP ${step}: ${each.join('; ')}`;
}

const engineLines = ({ job, here }: NonNullable<ReplayReport['engines']>): string =>
  `${''.padEnd(12)}job   ${JSON.stringify(job)}\n${''.padEnd(12)}here  ${JSON.stringify(here)}`;

function worstText({ samples }: ReplayReport): string | undefined {
  const finite = samples.filter((sample) => typeof sample.loss === 'number');
  const worst = finite.toSorted((a, b) => Number(b.loss) - Number(a.loss)).slice(0, 3);
  if (worst.length === 0) return undefined;
  return worst.map(({ id, loss }) => `sample ${id} (loss ${number(loss)})`).join(', ');
}

function nonFiniteText({ nonFiniteSamples, samples }: ReplayReport): string {
  const bad = new Set(nonFiniteSamples);
  const named = samples
    .filter(({ id }) => bad.has(id))
    .slice(0, NAMED)
    .map(({ id, shard, loss }) => `sample ${id} (shard ${shard}, loss ${number(loss)})`);
  const more = bad.size - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const finalText = ({ isFinalWeights }: ReplayReport): string => {
  if (isFinalWeights === null) return '';
  return isFinalWeights ? ', those of the result' : ', NOT THOSE OF THE RESULT';
};

const HEAD = ['SHAPE', 'MIN', 'MAX', 'MEAN', 'STD', 'NORM', 'NOT FINITE'];
const cells = (shape: readonly number[], s: Statistics): readonly string[] => [
  shape.join('×') || '1',
  ...[s.min, s.max, s.mean, s.std, s.norm].map(number),
  String(s.nonFinite),
];

const gradientTable = ({ gradients }: ReplayReport): string =>
  table(
    ['GRADIENT', ...HEAD],
    gradients.map(({ name, shape, statistics }) => [name, ...cells(shape, statistics)]),
  );

const activationTable = ({ activations }: ReplayReport): string =>
  table(
    ['ACTIVATION', ...HEAD],
    activations.map(({ layer, shape, statistics }) => [layer, ...cells(shape, statistics)]),
  );

function number(value: number | string | null): string {
  if (value === null) return '–';
  return typeof value === 'string' ? value : String(Number(value.toPrecision(4)));
}
