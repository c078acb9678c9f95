import {
  appendFileSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset } from '@ringmaster/data';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../artifacts/artifact-digest.js';
import { viewFile, viewFileAgain } from './file-view.js';

const directory = mkdtempSync(join(tmpdir(), 'ringmaster-view-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const written = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(directory, name), content);
  return join(directory, name);
};
const textAt = (view: ReturnType<typeof viewFile>, offset: number, length: number) => {
  const into = new Uint8Array(length);
  view.readAt(offset, into);
  return new TextDecoder().decode(into);
};

describe('a file that is read by position', () => {
  it('gives any bytes, in any order, and its hash', async () => {
    const view = viewFile('a', written('a', '0123456789'));
    expect([textAt(view, 7, 3), textAt(view, 0, 2), textAt(view, 3, 0)]).toEqual(['789', '01', '']);
    expect(await view.sha256()).toBe(sha256Hex(new TextEncoder().encode('0123456789')));
    expect(textAt(view, 4, 2)).toBe('45');
    const again = viewFileAgain(view);
    expect(textAt(again, 4, 2)).toBe('45');
    view.close();
    again.close();
  });

  it.each([
    ['grew', (path: string) => appendFileSync(path, '!')],
    ['was cut', (path: string) => truncateSync(path, 4)],
    ['was touched', (path: string) => utimesSync(path, 1, 1)],
    ['was replaced', (path: string) => (rmSync(path), writeFileSync(path, 'other'))],
  ] as const)('that %s is not the same file any more', async (_what, change) => {
    const path = written('b', '0123456789');
    const view = viewFile('b', path);
    change(path);
    expect(() => viewFileAgain(view)).toThrow(/^b: changed while it was read/);
    view.close();
  });

  it('that changes under a reader is noticed', () => {
    const path = written('c', '0123456789');
    const view = viewFile('c', path);
    appendFileSync(path, '!');
    expect(() => textAt(view, 0, 2)).toThrow(expect.objectContaining({ code: 'data_corrupt' }));
    view.close();
  });

  it('names what is not there, is no file, or ends', () => {
    expect(() => viewFile('d', join(directory, 'd'))).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(() => viewFile('e', directory)).toThrow(/is no file/);
    const view = viewFile('a', written('a', '0123'));
    expect(() => textAt(view, 2, 4)).toThrow('a: ends at byte 4, expected 6');
    view.close();
  });
});

it('a data set several times larger than the memory that it may take is read to its end', async () => {
  const MiB = 2 ** 20;
  const [count, width, bound] = [16 * 1_024, 12 * 1_024, 64 * MiB];
  const npy = (name: string, descr: string, shape: string, bytes: number) => {
    const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }\n`;
    const file = openSync(join(directory, name), 'w');
    writeSync(file, Uint8Array.of(0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, text.length, 0));
    writeSync(file, text);
    truncateSync(join(directory, name), 10 + text.length + bytes);
  };
  // Holes take no disk.
  npy('x.npy', '|u1', `${count}, ${width}`, count * width);
  npy('y.npy', '|u1', `${count},`, count);
  const before = process.memoryUsage().arrayBuffers;
  const dataset = await openDataset(
    {
      ...{ dataset: 'npy', source: 'large', memory: 'stream', augment: [] },
      config: { files: { train: { x: 'x.npy', y: 'y.npy' } }, classes: 2 },
    },
    {
      source: () => ({
        read: () => Promise.reject(new Error('it was read whole')),
        view: (name) => Promise.resolve(viewFile(name, join(directory, name))),
      }),
      openFile: viewFileAgain,
      seed: 1,
    },
  );
  let most = 0;
  for (let first = 0; first < count; first += 64) {
    const batch = dataset.read(
      'train',
      Uint32Array.from({ length: 64 }, (_, i) => first + i),
    );
    expect(batch.count).toBe(64);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  dataset.close();
  expect(count * width).toBeGreaterThanOrEqual(3 * bound);
  expect(most).toBeLessThan(bound);
});
