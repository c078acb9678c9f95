import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGround, type Ground } from '../src/faults/ground.js';
import { isBusy, runRow } from '../src/faults/run-row.js';
import { QUICK_ROWS, ROWS } from '../src/faults/table.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
const RUN_MS = 300_000;

describe('rows of the fault table, with real processes', () => {
  let ground: Ground;
  beforeAll(() => void (ground = createGround()));
  afterAll(() => ground.close());

  for (const row of ROWS) {
    if (!isFull && !QUICK_ROWS.has(row.name)) continue;
    const runs = isFull ? row.runs : 1;
    it(
      `${row.row} ${row.name}: ${row.fault}`,
      async (context) => {
        const seed = Math.floor(Math.random() * 2 ** 31);
        const say = (line: string) => void process.stdout.write(`${line}\n`);
        const result = await runRow(row, ground, { runs, seed, full: isFull, say });
        say(JSON.stringify(result));
        if (result.skipped !== undefined) context.skip(result.skipped);
        expect(result.failures, `npm run faults -- ${row.name} --runs ${runs} --seed ${seed}`).toEqual([]);
        expect(result.passed).toBe(runs);
        // The quick tier runs beside other tests: a time says nothing there.
        if (!isFull) return;
        if (!isBusy(result.machine)) expect(result.exceeded).toEqual([]);
        else if (result.exceeded.length > 0)
          say(
            `BOUNDS OF ${row.name} NOT JUDGED, the machine was busy (load ${result.machine.load1}, ${result.machine.cores} cores): ${result.exceeded.join('; ')}`,
          );
      },
      RUN_MS * runs,
    );
  }
});
