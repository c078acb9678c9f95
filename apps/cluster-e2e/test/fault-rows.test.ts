import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGround, type Ground } from '../src/faults/ground.js';
import { runRow } from '../src/faults/run-row.js';
import { ROWS } from '../src/faults/table.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
/** The rest of the table takes minutes: `npm run test:full`, `npm run faults`. */
const QUICK: ReadonlySet<string> = new Set(['kill', 'freeze', 'redis-kill', 'redis-wiped']);
const RUN_MS = 300_000;

describe('rows of the fault table, with real processes', () => {
  let ground: Ground;
  beforeAll(() => void (ground = createGround()));
  afterAll(() => ground.close());

  for (const row of ROWS) {
    if (!isFull && !QUICK.has(row.name)) continue;
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
      },
      RUN_MS * runs,
    );
  }
});
