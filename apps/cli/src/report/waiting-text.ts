import type { JobView } from '@ringmaster/contracts';
import { terminalText } from '@ringmaster/core';
import { formatDuration } from '../terminal/format.js';

const fromNow = (iso: string, nowMs: number): string => formatDuration(Math.max(0, Date.parse(iso) - nowMs));

/** A waiting job's place and probable start, short: `#3, in about 4m 10s`. */
export function placeText({ waiting }: JobView, nowMs: number): string | undefined {
  if (!waiting) return undefined;
  const { position, expectedAt } = waiting;
  return `#${position}${expectedAt === undefined ? '' : `, in about ${fromNow(expectedAt, nowMs)}`}`;
}

/** What a waiting job waits for, a line for each thing. */
export function waitingRows(job: JobView, nowMs: number): readonly [string, string | undefined][] {
  const { waiting } = job;
  if (!waiting) return [];
  const { expectedAt, startsBy, unblock } = waiting;
  return [
    ['position', `${waiting.position} in the queue`],
    [
      'starts',
      expectedAt === undefined
        ? 'nobody knows when: a job before it has no limits.wallTime and no earlier run to learn from'
        : `in about ${fromNow(expectedAt, nowMs)}`,
    ],
    ['at latest', startsBy && `in ${fromNow(startsBy, nowMs)}: slots are reserved for it then`],
    ['waits for', terminalText(unblock.join(', or '))],
  ];
}
