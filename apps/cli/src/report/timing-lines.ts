import { type AttemptView, type RankTimings, type RankView, STEP_PHASES } from '@ringmaster/contracts';

/** A table of where the time of each rank goes, in milliseconds a step. */
export function timingLines(timings: readonly RankTimings[]): readonly string[] {
  if (timings.length === 0) return [];
  const phases = STEP_PHASES.filter((phase) => timings.some((one) => (one.phases[phase] ?? 0) > 0));
  const rows = [
    ['rank', 'shards', ...phases, 'a shard'],
    ...timings.map(({ rank, shards, phases: ms, shardMs }) => [
      String(rank),
      String(shards),
      ...phases.map((phase) => milliseconds(ms[phase] ?? 0)),
      shardMs === undefined ? '-' : milliseconds(shardMs),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(
    (row) => `  ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')}`,
  );
  const steps = Math.max(...timings.map((one) => one.steps));
  return [`times of a step in ms, over the last ${steps} steps of each rank`, ...lines];
}

/** One line for every rank that is much slower than the others. */
export const slowLines = ({ ranks }: AttemptView): readonly string[] => ranks.flatMap(slowLine);

export function slowLine({ rank, agentId, slow }: RankView): readonly string[] {
  if (!slow) return [];
  const { factor, shardMs, othersMs } = slow;
  return [
    `rank ${rank} on ${agentId} is slow: ${factor.toFixed(1)} times the median of the others ` +
      `(${milliseconds(shardMs)} ms for a shard, they need ${milliseconds(othersMs)} ms)`,
  ];
}

const milliseconds = (ms: number): string => ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0);
