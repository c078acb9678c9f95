import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../src/cluster.js';
import { parseArguments } from '../src/faults/arguments.js';
import { type FaultRow, hold } from '../src/faults/fault-row.js';
import { exceeded, summarise } from '../src/faults/figures.js';
import type { Ground } from '../src/faults/ground.js';
import { isBusy, runRow } from '../src/faults/run-row.js';
import { QUICK_ROWS, ROWS } from '../src/faults/table.js';

/** No row of these tests touches a cluster. */
const NOWHERE = { reset: async () => undefined } as Partial<Ground> as Ground;
const OPTIONS = { runs: 4, seed: 3, full: false, say: () => undefined };

const row = (run: FaultRow['run'], more: Partial<FaultRow> = {}): FaultRow => ({
  ...{ row: 99, name: 'planted', fault: 'a planted fault', invariant: 'it holds', runs: 4 },
  run,
  ...more,
});

describe('the fault harness', () => {
  it('reports a violated invariant with its run, and goes on with the next', async () => {
    const result = await runRow(
      row(async (_, { index }) => {
        hold(index !== 2, 'planted violation');
        return { detectMs: index };
      }),
      NOWHERE,
      OPTIONS,
    );
    expect(result).toMatchObject({
      runs: 4,
      passed: 3,
      figures: { detectMs: { min: 0, median: 1, max: 3 } },
    });
    expect(result.failures).toEqual([{ run: 2, kind: 'violation', message: 'planted violation' }]);
  });

  it('tells what could not be carried out from what does not hold', async () => {
    const result = await runRow(
      row(() => Promise.reject(new Error('no such process'))),
      NOWHERE,
      OPTIONS,
    );
    expect(result.failures.map(({ kind }) => kind)).toEqual(['error', 'error', 'error', 'error']);
  });

  it.each([
    [2, 6, false],
    [2, 8.1, true],
    [16, 20, false],
  ])('on %i cores with a load of %f is busy: %s', (cores, load1, expected) =>
    expect(isBusy({ cores, load1 })).toBe(expected),
  );

  it('gives every run its own chance, the same for the same seed', async () => {
    const draws = async () => {
      const drawn: number[] = [];
      const result = row(async (_, { rng }) => {
        drawn.push(rng.below(1_000_000));
        return {};
      });
      await runRow(result, NOWHERE, OPTIONS);
      return drawn;
    };
    const first = await draws();
    expect(new Set(first).size).toBe(4);
    expect(await draws()).toEqual(first);
  });

  it('says why a row is not run here, and does not run it', async () => {
    const run = () => Promise.reject(new Error('it ran'));
    const result = await runRow(row(run, { obstacle: () => 'no cgroups' }), NOWHERE, OPTIONS);
    expect(result).toMatchObject({ runs: 0, skipped: 'no cgroups', failures: [] });
  });

  it('judges medians and maxima over all runs', () => {
    const figures = summarise([{ ms: 100 }, { ms: 300 }, { ms: 900 }]);
    expect(exceeded(figures, { ms: { median: 300, max: 900 } })).toEqual([]);
    expect(exceeded(figures, { ms: { median: 299, max: 899 } })).toEqual([
      'median ms is 300, at most 299 is allowed',
      'max ms is 900, at most 899 is allowed',
    ]);
  });
});

describe('its arguments', () => {
  it('choose rows by name and by number', () => {
    const { rows, runs, seed, full } = parseArguments(['kill', '3', '--runs', '20', '--seed', '9'], ROWS);
    expect(rows.map(({ name }) => name)).toEqual(['kill', 'freeze', 'zombie']);
    expect([runs, seed, full]).toEqual([20, 9, true]);
    expect(parseArguments([], ROWS).rows).toEqual(ROWS);
  });

  it.each([
    [['kil'], /no row "kil"; did you mean kill\?[^]*\n {3}1 kill\n/],
    [['99'], /no row "99"[^]*\n {2}13 coordinator-gone\n/],
    [['kill', '--runs', '0'], /--runs.*'0'.*whole number above 0/],
    [['--sed', '1'], /unknown option/],
  ])('refuse %j', (args, message) => {
    expect(() => parseArguments(args, ROWS)).toThrow(message);
  });

  it('every name stands for one row, and rows are ordered by number', () => {
    expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length);
    const numbers = ROWS.map(({ row: number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });
});

it('the guide names the rows that `npm test` runs, and how many there are', () => {
  const guide = readFileSync(join(ROOT, 'docs/guides/faults.md'), 'utf8').replaceAll(/\s+/g, ' ');
  const [, said = ''] = /`npm test` runs (seven of the .*?)\. `npm run test:full`/.exec(guide) ?? [];
  expect(said).toContain(`seven of the ${ROWS.length} rows`);
  expect(new Set([...said.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name))).toEqual(QUICK_ROWS);
  expect(QUICK_ROWS.size).toBe(7);
});
