import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '@ringmaster/contracts';
import type { Cluster } from '../cluster.js';

interface StepLine {
  readonly type: string;
  readonly step: number;
  readonly at: string;
}

/**
 * The longest time between two lines of a job's metrics, which are ten steps apart: a standstill anywhere between them
 * is in it. Rank 0 notes the time, so a coordinator that is away does not matter.
 */
export function longestGapMs(cluster: Cluster, jobId: string): number {
  const file = join(homeLayout(cluster.home).artifactsDir, jobId, 'metrics.jsonl');
  const times = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as StepLine)
    .filter(({ type }) => type === 'step')
    .map(({ at }) => Date.parse(at));
  return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? time)));
}
