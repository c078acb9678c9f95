import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatSmall } from './format.js';
import { table } from './table.js';

describe('format', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_000, '1.0 s'],
    [59_940, '59.9 s'],
    [59_990, '1m 00s'],
    [245_000, '4m 05s'],
    [3_599_600, '1h 00m'],
    [7_620_000, '2h 07m'],
  ])('duration %i', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it.each([
    [512, '512 B'],
    [1_536, '1.5 KiB'],
    [3 * 1024 ** 3, '3.0 GiB'],
  ])('bytes %i', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [0, '0'],
    [0.00091, '9.1e-4'],
    [0.12345, '0.123'],
    [2.3026, '2.30'],
    [123_456, '1.2e+5'],
    [NaN, 'NaN'],
  ])('small %d', (value, text) => expect(formatSmall(value)).toBe(text));
});

describe('table', () => {
  it('never cuts a cell', () => {
    expect(
      table(
        ['A', 'B'],
        [
          ['long cell', 'x'],
          ['y', ''],
        ],
      ),
    ).toBe('A          B\nlong cell  x\ny');
  });
});
