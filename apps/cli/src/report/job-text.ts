import { dirname } from 'node:path';
import { type AttemptView, DEFAULT_OWNER, type JobView, TERMINAL_STATES } from '@ringmaster/contracts';
import { terminalText } from '@ringmaster/core';
import { progressLine } from '../follow/progress-line.js';
import { formatBytes, formatCount, formatDuration } from '../terminal/format.js';
import { generationLines } from './generation-lines.js';
import type { JobReport, ReportedArtifact } from './job-report.js';
import { slowLines, timingLines } from './timing-lines.js';
import { waitingRows } from './waiting-text.js';

const RING = 'ring: the bits of its weights depend on the number of workers; its replicas equal each other';

/** The result of a job for people: what came out and where it lies. */
export function summaryText(job: JobView, report: JobReport): string {
  const rows: [string, string | undefined][] = [
    ['job', job.jobId],
    ['state', job.reason === undefined ? job.state : `${job.state} (${terminalText(job.reason)})`],
    ...waitingRows(job, Date.parse(String(report['at']))),
    ['owner', ownerText(job)],
    ['retry of', job.retryOf],
    ['fork of', forkText(job)],
    ['cause', job.cause && `${terminalText(job.cause.message)} [${job.cause.code}]`],
    ...resultRows(job),
    ['reduce', job.reduce === 'ring' ? RING : undefined],
    ['time', typeof report['seconds'] === 'number' ? formatDuration(report['seconds'] * 1_000) : undefined],
    ['model', placeOf(report.artifacts, 'model/model.json')],
    ['data', job.datasetHash && `sha256 ${terminalText(job.datasetHash)}`],
    ['checkpoints', job.checkpoints.length === 0 ? undefined : `steps ${job.checkpoints.join(', ')}`],
  ];
  return rows
    .filter((row): row is [string, string] => row[1] !== undefined)
    .map(([name, value]) => `${name.padEnd(12)}${value}`)
    .join('\n');
}

/** Where there is more than one owner, or a project. */
function ownerText({ owner = DEFAULT_OWNER, project }: JobView): string | undefined {
  if (project === undefined && owner === DEFAULT_OWNER) return undefined;
  return terminalText(`${owner}${project === undefined ? '' : `, project ${project}`}`);
}

function forkText({ forkOf }: JobView): string | undefined {
  if (!forkOf) return undefined;
  const { jobId, step, changes } = forkOf;
  const each = changes.map(
    ({ path, from, to }) => `${path}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`,
  );
  return terminalText(`${jobId}@${step} (${each.join(', ') || 'nothing changed'})`);
}

function resultRows({ result }: JobView): [string, string | undefined][] {
  if (result === undefined) return [];
  return [
    ...Object.entries(result.metrics).map(([name, value]): [string, string] => [
      name,
      Number(value.toPrecision(6)).toString(),
    ]),
    ['weights', `sha256 ${result.weightsSha256}`],
    ['steps', `${formatCount(result.steps)} (${formatCount(result.samples)} samples)`],
    ['backend', terminalText(result.backend)],
  ];
}

function placeOf(artifacts: readonly ReportedArtifact[], name: string): string | undefined {
  const found = artifacts.find((artifact) => artifact.name === name);
  return found && (found.path === undefined ? found.name : dirname(found.path));
}

/** Everything that is known about a job: summary, progress, attempts with their causes, artifacts. */
export function detailText(job: JobView, report: JobReport): string {
  const sections = [summaryText(job, report)];
  if (!TERMINAL_STATES.has(job.state)) sections.push(`progress    ${progressLine(job)}`);
  if (job.timings && job.timings.length > 0) sections.push(timingLines(job.timings).join('\n'));
  if (job.attempts.length > 0) sections.push(['attempts', ...job.attempts.flatMap(attemptLines)].join('\n'));
  if (report.artifacts.length > 0)
    sections.push(
      [
        'artifacts',
        ...report.artifacts.map(({ name, path, bytes }) => `  ${path ?? name}  ${formatBytes(bytes)}`),
      ].join('\n'),
    );
  return sections.join('\n\n');
}

function attemptLines(attempt: AttemptView): readonly string[] {
  const { startedAt, endedAt, world, outcome, generation, resumedFromStep, ranks } = attempt;
  const lasted =
    endedAt === undefined ? '' : `, ${formatDuration(Date.parse(endedAt) - Date.parse(startedAt))}`;
  const from = resumedFromStep === undefined ? '' : `, from step ${resumedFromStep}`;
  const agents = [...new Set(ranks.map((rank) => rank.agentId))].join(', ');
  return [
    `  ${attempt.attempt}: ${outcome}${lasted}, ${world} worker${world === 1 ? '' : 's'}${from}, generation ${generation}, started ${startedAt}`,
    ...(agents === '' ? [] : [`     agents: ${terminalText(agents)}`]),
    ...generationLines(attempt),
    ...slowLines(attempt).map((line) => `     ${terminalText(line)}`),
    ...(attempt.passedOver ?? []).map((line) => `     passed over: ${terminalText(line)}`),
    ...causeLines(attempt),
  ];
}

/** The first cause, and what its details hold: signal, exit code, rank, last step, last lines of the log. */
function causeLines({ cause }: AttemptView): readonly string[] {
  if (cause === undefined) return [];
  const lines = [`     cause: ${terminalText(cause.message)} [${cause.code}]`];
  for (const [name, value] of Object.entries(cause.details ?? {})) {
    if (Array.isArray(value))
      lines.push(
        `     ${terminalText(name)}:`,
        ...value.map((item) => `       ${terminalText(itemText(item))}`),
      );
    else if (value !== '' && value !== null && value !== undefined)
      lines.push(`     ${terminalText(name)}: ${terminalText(valueText(name, value))}`);
  }
  return lines;
}

function valueText(name: string, value: unknown): string {
  if (typeof value === 'number' && name.endsWith('Bytes')) return formatBytes(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A line of a log; one of ours is JSON, of which time, level and message are for people. */
function itemText(item: unknown): string {
  if (typeof item !== 'string') return JSON.stringify(item);
  try {
    const { time, level, msg } = JSON.parse(item) as Record<string, unknown>;
    if (typeof msg === 'string') return `${String(time)} ${String(level)}: ${msg}`;
  } catch {
    // not ours
  }
  return item;
}
