import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

const MiB = 2 ** 20;
/** What the process may take on top of what it takes when it starts: V8 frees buffers that are left when they come to 64 MiB. */
const BOUND = 64 * MiB;
const [ROWS, NOTE] = [32 * 1_024, 6_400];

const directory = mkdtempSync(join(tmpdir(), 'ringmaster-table-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

beforeAll(async () => {
  const contents = `
    import { fitNormalizer, openDataset } from '@ringmaster/data';
    import { viewFile, viewFileAgain } from './file-view.ts';
    const before = process.resourceUsage().maxRSS;
    const dataset = await openDataset(
      {
        ...{ dataset: 'csv', source: 'large', memory: 'stream', augment: [] },
        config: { file: 'large.csv', label: 'kind', ignore: ['note'], missing: 'median' },
      },
      {
        source: () => ({
          read: () => Promise.reject(new Error('it was read whole')),
          view: (name) => Promise.resolve(viewFile(name, process.argv[2] + '/' + name)),
        }),
        openFile: viewFileAgain,
        seed: 1,
      },
    );
    const { sizes, fillings } = dataset.info;
    const { mean } = fitNormalizer(dataset, 'standardize');
    const last = dataset.read('train', Uint32Array.of(sizes.train - 1)).x.data;
    const grown = 1024 * (process.resourceUsage().maxRSS - before);
    console.log(JSON.stringify({ sizes, fillings, mean, last: [...last], grown }));
  `;
  await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    outfile: join(directory, 'reader.mjs'),
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'warning' },
  });
});

/** Row i holds i and its half, unless i divides by 8, and a text that no feature is made of. */
function writeTable(): number {
  const file = openSync(join(directory, 'large.csv'), 'w');
  let bytes = writeSync(file, 'a,b,note,kind\n');
  const note = '"quoted, "" text\n"'.padEnd(NOTE, 'x').replace('"x', 'x') + '"';
  for (let first = 0; first < ROWS; first += 1_024) {
    const rows = Array.from({ length: 1_024 }, (_, i) => first + i);
    bytes += writeSync(
      file,
      rows.map((i) => `${i % 8 === 0 ? '' : i},${i / 2},${note},kind number ${i % 3}\n`).join(''),
    );
  }
  closeSync(file);
  return bytes;
}

it('a table several times larger than the memory that it may take is checked, fitted and read', () => {
  const bytes = writeTable();
  expect(bytes).toBeGreaterThan(3 * BOUND);
  const out = execFileSync(process.execPath, [
    '--max-old-space-size=24',
    '--max-semi-space-size=1',
    join(directory, 'reader.mjs'),
    directory,
  ]);
  const { grown, ...found } = JSON.parse(String(out)) as Record<string, unknown>;
  expect(found).toMatchObject({
    sizes: { train: ROWS, validation: 0, test: 0 },
    // Rows 8k to 8k + 7 lose their first one, which moves the middle up by a half.
    fillings: [ROWS / 2, (ROWS - 1) / 4],
    last: [ROWS - 1, (ROWS - 1) / 2],
  });
  expect(grown).toBeLessThan(BOUND);
}, 60_000);
