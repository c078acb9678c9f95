import type { AttemptView, JobView } from '@ringmaster/contracts';
import { terminalText } from '@ringmaster/core';
import { slowLine } from '../report/timing-lines.js';

/**
 * What is worth a line of its own when a job goes from `before` to `after`: its state, a new attempt with its workers,
 * an attempt's end with its cause. Nothing when only numbers moved.
 */
export function stateLines(before: JobView | undefined, after: JobView): readonly string[] {
  const lines: string[] = [];
  for (const [index, attempt] of after.attempts.entries()) {
    const known = before?.attempts[index];
    if (known === undefined) lines.push(...(attempt.passedOver ?? []).map(terminalText), startLine(attempt));
    lines.push(...slowNews(known, attempt));
    if (attempt.cause !== undefined && known?.cause === undefined) lines.push(failureLine(attempt));
  }
  const isNews =
    before?.state !== after.state || (after.state !== 'running' && before.reason !== after.reason);
  if (isNews && after.state !== 'starting')
    lines.push(after.reason === undefined ? after.state : `${after.state}: ${terminalText(after.reason)}`);
  return lines;
}

/** Ranks that have become slow, and those that are so no more. */
function slowNews(before: AttemptView | undefined, { ranks }: AttemptView): readonly string[] {
  return ranks.flatMap((rank) => {
    const was = before?.ranks[rank.rank]?.slow !== undefined;
    if (rank.slow !== undefined) return was ? [] : slowLine(rank).map(terminalText);
    return was && rank.state === 'running' ? [`rank ${rank.rank} is as fast as the others again`] : [];
  });
}

function startLine({ attempt, world, ranks, resumedFromStep, generation }: AttemptView): string {
  const agents = new Set(ranks.map((rank) => rank.agentId)).size;
  const workers = `${world} worker${world === 1 ? '' : 's'}${agents > 1 ? ` on ${agents} agents` : ''}`;
  const from = resumedFromStep === undefined ? '' : `, from the checkpoint of step ${resumedFromStep}`;
  return `attempt ${attempt}: ${workers}${from} (generation ${generation})`;
}

const failureLine = ({ attempt, cause }: AttemptView): string =>
  `attempt ${attempt} failed: ${terminalText(cause?.message ?? '')} [${cause?.code}]`;
