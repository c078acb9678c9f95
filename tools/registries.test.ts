import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LOSS_NAMES, METRIC_NAMES, OptimizerSpec, ScheduleSpec, TASK_NAMES } from '@ringmaster/contracts';
import { describe, expect, it } from 'vitest';

const text = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');
const guide = text('docs/guides/training.md');
const tests = (...names: readonly string[]) =>
  names.map((name) => text(`libs/training/src/${name}`)).join('\n');

/** What a document can name, and the tests that have to speak of it. */
const REGISTRIES = [
  {
    kind: 'losses',
    names: LOSS_NAMES,
    tested: tests('losses/losses.test.ts', 'losses/losses-golden.test.ts'),
  },
  { kind: 'metrics', names: METRIC_NAMES, tested: tests('metrics/metrics.test.ts') },
  { kind: 'tasks', names: TASK_NAMES, tested: tests('tasks/tasks.test.ts') },
  {
    kind: 'optimizers',
    names: OptimizerSpec.options.map(({ shape }) => shape.kind.value),
    tested: tests('optimizers/optimizers.test.ts'),
  },
  {
    kind: 'schedules',
    names: ScheduleSpec.options.map(({ shape }) => shape.kind.value),
    tested: tests('schedules/schedules.test.ts'),
  },
];

describe.each(REGISTRIES)('$kind', ({ names, tested }) => {
  it.each(names)('%s has a row in the guide and a test', (name) => {
    expect(guide).toContain(`\`${name}\``);
    expect(tested).toContain(name);
  });
});
