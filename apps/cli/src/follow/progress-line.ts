import type { JobView } from '@ringmaster/contracts';
import { formatCount, formatDuration, formatSmall } from '../terminal/format.js';

/** Parts of the line in reading order; a larger `rank` goes first when the line is too long. */
interface Part {
  readonly rank: number;
  readonly text: string;
}

export interface LineOptions {
  /** Columns; default: no limit. */
  readonly width?: number;
  /** Milliseconds to the last step, where they are known. */
  readonly etaMs?: number | undefined;
}

const SEPARATOR = ' · ';

/**
 * Where a job stands, in one line of at most `width` characters: what matters less is left out when it is too long.
 * `epoch 3/12 · step 340/1320 · loss 0.123 · accuracy 0.965 · lr 9.1e-4 · 2,310 samples/s · 27 ms/step · ETA 4m 05s · 2 workers · checkpoint 300`
 */
export function progressLine(job: JobView, { width = Infinity, etaMs }: LineOptions = {}): string {
  const parts = [...(job.state === 'running' ? trainingParts(job, etaMs) : waitingParts(job))];
  const text = () => parts.map((part) => part.text).join(SEPARATOR);
  while (parts.length > 1 && text().length > width) {
    const least = Math.max(...parts.map((part) => part.rank));
    parts.splice(
      parts.findLastIndex((part) => part.rank === least),
      1,
    );
  }
  const line = text();
  return line.length > width ? line.slice(0, Math.max(0, width)) : line;
}

function waitingParts(job: JobView): readonly Part[] {
  const parts = [{ rank: 0, text: job.state }];
  return job.reason === undefined ? parts : [...parts, { rank: 1, text: job.reason }];
}

function trainingParts(job: JobView, etaMs: number | undefined): readonly Part[] {
  const { progress } = job;
  if (progress === undefined) return [{ rank: 0, text: 'running' }];
  const { step, totalSteps, epoch, epochs, loss, accuracy, learningRate, samplesPerSecond, stepMs } =
    progress;
  const part = (rank: number, value: number | null, text: (value: number) => string): readonly Part[] =>
    value === null ? [] : [{ rank, text: text(value) }];
  return [
    { rank: 2, text: `epoch ${Math.min(epoch + 1, epochs)}/${epochs}` },
    { rank: 0, text: `step ${step}/${totalSteps}` },
    ...part(1, loss, (value) => `loss ${formatSmall(value)}`),
    ...part(3, accuracy, (value) => `accuracy ${value.toFixed(3)}`),
    ...part(8, learningRate, (value) => `lr ${formatSmall(value)}`),
    ...part(5, samplesPerSecond, (value) => `${formatCount(value)} samples/s`),
    ...part(9, stepMs, (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms/step`),
    ...part(4, etaMs ?? null, (value) => `ETA ${formatDuration(value)}`),
    ...workersPart(job),
    ...part(7, progress.checkpointStep ?? job.checkpoints.at(-1) ?? null, (value) => `checkpoint ${value}`),
  ];
}

function workersPart(job: JobView): readonly Part[] {
  const attempt = job.attempts.at(-1);
  if (attempt === undefined) return [];
  const alive = attempt.ranks.filter((rank) => rank.state !== 'failed').length;
  const count = alive === attempt.world ? String(alive) : `${alive}/${attempt.world}`;
  return [{ rank: 6, text: `${count} worker${attempt.world === 1 ? '' : 's'}` }];
}
