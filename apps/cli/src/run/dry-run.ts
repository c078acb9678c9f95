import { availableParallelism, freemem } from 'node:os';
import type { Client } from '@ringmaster/client';
import { type PlanAnswer, rankMemoryBytes, type ResolvedJob } from '@ringmaster/contracts';
import { terminalText } from '@ringmaster/core';
import { stringify } from 'yaml';
import { clusterSize, countGpus, describeSize } from '../local-cluster/cluster-size.js';
import { callOptions } from '../session/call-options.js';
import type { Session, VerbOutput } from '../session/session.js';
import { costTable, specWarnings, stepCosts } from '../spec/step-cost.js';
import { formatBytes, formatDuration } from '../terminal/format.js';
import { table } from '../terminal/table.js';
import { resumePoint } from '../verbs/spec-options.js';

export interface DryRunRequest {
  readonly session: Session;
  readonly document: ResolvedJob;
  /** Undefined where no coordinator answers. */
  readonly client: Client | undefined;
  readonly workersWanted: number | undefined;
  /** `<job>[@step]`, checked. */
  readonly resume: string | undefined;
}

type Placement = PlanAnswer['placement'];

/** Everything that `run` would find out, without submitting, starting or writing anything. */
export async function dryRun(request: DryRunRequest): Promise<VerbOutput> {
  const { session, document, client } = request;
  const { terminal } = session;
  const costs = stepCosts(document);
  const warnings = specWarnings(document);
  for (const warning of warnings) terminal.say(`${terminal.style.yellow('warning:')} ${warning}`);
  const where = client === undefined ? await locally(request) : await onCluster(request, client);
  return {
    data: { submitted: false, resolved: document, stepCosts: costs, warnings, ...where.data },
    text: `${stringify(document)}\n${commented(`${costTable(document, costs)}\n\n${where.text}`)}`,
  };
}

/** Keeps stdout a YAML document. */
export const commented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');

interface Where {
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: string;
}

async function onCluster({ session, document, resume }: DryRunRequest, client: Client): Promise<Where> {
  const from = await resumePoint(client, resume);
  const { placement } = await client.plan(document, callOptions(session));
  return {
    data: { coordinator: client.url, placement, ...(from && { resume: from }) },
    text: terminalText(`${placementText(placement)}\nAsked: ${client.url}. Nothing was submitted.`),
  };
}

function placementText(placement: Placement): string {
  const { placed, reason, unblock = [], aheadInQueue, rankMemoryBytes: bytes, ranks } = placement;
  const memory = `${formatBytes(bytes)} of memory for each rank`;
  const queue = aheadInQueue === 0 ? '' : ` (behind ${aheadInQueue} waiting)`;
  if (!placed)
    return [
      `It would wait${queue}: ${reason ?? 'no reason given'}`,
      `When: ${whenText(placement)}`,
      lengthText(placement),
      ...(unblock.length === 0 ? [] : [`It waits for: ${unblock.join(', or ')}`]),
    ].join('\n');
  const rows = ranks.map(({ rank, worker, host, slot, device }) => [
    String(rank),
    worker,
    host,
    String(slot),
    device,
  ]);
  const head = ['RANK', 'WORKER', 'HOST', 'SLOT', 'DEVICE'];
  return `It would start now${queue} on ${ranks.length} slot(s), with ${memory}:\n${table(head, rows)}\n${lengthText(placement)}`;
}

const whenText = ({ startsInMs }: Placement): string =>
  startsInMs === undefined
    ? 'nobody knows, as long as a job before it has no limits.wallTime and no earlier run to learn from'
    : `in about ${formatDuration(startsInMs)}`;

function lengthText({ duration }: Placement): string {
  if (!duration)
    return 'How long: nobody knows; no job did the same work before, and limits.wallTime is not set';
  const { ms, from } = duration;
  return from === 'past runs'
    ? `How long: about ${formatDuration(ms)}, by earlier runs of the same work`
    : `How long: at most ${formatDuration(ms)} (limits.wallTime)`;
}

async function locally({ session, document, workersWanted }: DryRunRequest): Promise<Where> {
  const gpus = await countGpus(document.workers.slots.device);
  const size = clusterSize(document, { workers: workersWanted, cpus: availableParallelism(), gpus });
  const needBytes = size.agents * size.slots * rankMemoryBytes(document);
  const freeBytes = freemem();
  const memory = `its ranks need ${formatBytes(needBytes)} of memory, ${formatBytes(freeBytes)} are free`;
  const outlook = needBytes <= freeBytes ? 'It would start now' : 'It would wait for memory';
  return {
    data: { coordinator: null, local: { ...size, needBytes, freeBytes, fits: needBytes <= freeBytes } },
    text: `No coordinator runs on ${session.home.root}: \`run\` would start a cluster for this run, with ${describeSize(size)}.\n${outlook}: ${memory}. Nothing was started.`,
  };
}
