import { describe, expect, it } from 'vitest';
import type { JobView } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import { createStyle } from '../terminal/style.js';
import type { Terminal } from '../terminal/terminal.js';
import { createProgressPrinter } from './progress-printer.js';

function setUp(isLive: boolean) {
  let nowMs = 0;
  let written = '';
  const clock: Clock = { monotonicMs: () => nowMs, wallMs: () => nowMs, after: () => () => undefined };
  const err = { write: (text: string) => (written += text), columns: 40 };
  const terminal: Terminal = {
    out: err,
    err,
    style: createStyle(false),
    isLive,
    say: (line) => void err.write(`${line}\n`),
  };
  return {
    printer: createProgressPrinter(terminal, clock),
    pass: (ms: number) => (nowMs += ms),
    take: () => {
      const text = written;
      written = '';
      return text.replaceAll(/ · ETA [^·\n]*/g, '');
    },
  };
}

const at = (step: number, epoch: number) =>
  ({
    state: 'running',
    attempts: [],
    checkpoints: [],
    progress: {
      step,
      totalSteps: 100,
      epoch,
      epochs: 2,
      loss: null,
      accuracy: null,
      learningRate: null,
      samplesPerSecond: null,
      stepMs: null,
      checkpointStep: null,
    },
  }) as unknown as JobView;

describe('without a terminal', () => {
  it('prints a line every few seconds and at each new epoch', () => {
    const { printer, pass, take } = setUp(false);
    printer.update(at(1, 0));
    expect(take()).toBe('epoch 1/2 · step 1/100\n');
    pass(4_999);
    printer.update(at(2, 0));
    expect(take()).toBe('');
    pass(1);
    printer.update(at(3, 0));
    expect(take()).toBe('epoch 1/2 · step 3/100\n');
    printer.update(at(50, 1));
    expect(take()).toBe('epoch 2/2 · step 50/100\n');
    printer.line('note');
    printer.end();
    expect(take()).toBe('note\n');
  });
});

describe('on a terminal', () => {
  it('redraws one line, at most ten times a second', () => {
    const { printer, pass, take } = setUp(true);
    printer.update(at(1, 0));
    expect(take()).toBe('\r\u001b[2Kepoch 1/2 · step 1/100');
    printer.update(at(2, 0));
    expect(take()).toBe('');
    pass(100);
    printer.update(at(3, 0));
    expect(take()).toBe('\r\u001b[2Kepoch 1/2 · step 3/100');
    printer.line('note');
    expect(take()).toBe('\r\u001b[2Knote\nepoch 1/2 · step 3/100');
    printer.end();
    expect(take()).toBe('\r\u001b[2K');
  });
});
