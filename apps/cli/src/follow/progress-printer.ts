import type { JobView } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import type { Terminal } from '../terminal/terminal.js';
import { createEtaEstimator } from './eta.js';
import { progressLine } from './progress-line.js';

const LIVE_EVERY_MS = 100;
const PLAIN_EVERY_MS = 5_000;
const CLEAR_LINE = '\r\u001b[2K';

/** One live line where the terminal can redraw it, else a plain line every few seconds and at each new epoch. */
export interface ProgressPrinter {
  update(job: JobView): void;
  /** A line that stays, above the live one. */
  line(text: string): void;
  /** Takes the live line away. */
  end(): void;
}

export function createProgressPrinter(terminal: Terminal, clock: Clock): ProgressPrinter {
  return terminal.isLive ? livePrinter(terminal, clock) : plainPrinter(terminal, clock);
}

function livePrinter({ err }: Terminal, clock: Clock): ProgressPrinter {
  let shown = '';
  let drawnMs = -Infinity;
  const eta = createEtaEstimator();
  const draw = (text: string) => {
    shown = text;
    err.write(`${CLEAR_LINE}${text}`);
  };
  return {
    update(job) {
      const nowMs = clock.monotonicMs();
      const etaMs = eta.observe(job, nowMs);
      if (nowMs - drawnMs < LIVE_EVERY_MS) return;
      drawnMs = nowMs;
      draw(progressLine(job, { width: (err.columns ?? 80) - 1, etaMs }));
    },
    line(text) {
      err.write(`${CLEAR_LINE}${text}\n${shown}`);
    },
    end() {
      draw('');
    },
  };
}

function plainPrinter(terminal: Terminal, clock: Clock): ProgressPrinter {
  let printedMs = -Infinity;
  let epoch: number | undefined;
  const eta = createEtaEstimator();
  return {
    update(job) {
      const etaMs = eta.observe(job, clock.monotonicMs());
      if (job.state !== 'running' || job.progress === undefined) return;
      const nowMs = clock.monotonicMs();
      if (nowMs - printedMs < PLAIN_EVERY_MS && job.progress.epoch === epoch) return;
      printedMs = nowMs;
      epoch = job.progress.epoch;
      terminal.say(progressLine(job, { etaMs }));
    },
    line: (text) => terminal.say(text),
    end: () => undefined,
  };
}
