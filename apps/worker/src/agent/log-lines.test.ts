import { LIMITS } from '@ringmaster/contracts';
import { describe, expect, it } from 'vitest';
import { lineSplitter, lineTail, messageOf, toLogLine } from './log-lines.js';

function split(...chunks: readonly (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const splitter = lineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(Buffer.from(chunk as string));
  splitter.end();
  return lines;
}

describe('lines of a process', () => {
  it.each([
    ['one chunk', ['a\nb\n'], ['a', 'b']],
    ['a line over chunks', ['he', 'll', 'o\n'], ['hello']],
    ['an unfinished last line', ['a\nb'], ['a', 'b']],
    ['empty lines and carriage returns', ['\n\na\r\n\n'], ['a']],
    ['a character over chunks', [Buffer.from('ü').subarray(0, 1), Buffer.from('ü').subarray(1)], ['ü']],
  ])('%s', (_name, chunks, expected) => {
    expect(split(...chunks)).toEqual(expected);
  });

  it('cuts what is longer than the limit, and says how much', () => {
    const [line = ''] = split('x'.repeat(LIMITS.logLineBytes), 'y'.repeat(1_000), 'z\nnext\n');
    expect(line).toBe(`${'x'.repeat(LIMITS.logLineBytes)} … (1001 bytes cut)`);
  });

  it('keeps the last lines', () => {
    const tail = lineTail(3);
    for (const line of ['a', 'b', 'c', 'd']) tail.push(line);
    expect(tail.lines()).toEqual(['b', 'c', 'd']);
    tail.clear();
    expect(tail.lines()).toEqual([]);
  });
});

describe('toLogLine', () => {
  const at = '1970-01-01T00:00:00.005Z';
  it.each([
    ['plain text', 'hello', { at, source: 'rank-0', level: 'info', message: 'hello' }],
    ['our own line', '{"level":"warn","time":5,"msg":"careful"}', { at, level: 'warn', message: 'careful' }],
    ['numbered levels', '{"level":50,"time":5,"msg":"bad"}', { at, level: 'error', message: 'bad' }],
    ['JSON of somebody else', '{"a":1}', { level: 'info', message: '{"a":1}' }],
    ['broken JSON', '{"a":', { level: 'info', message: '{"a":' }],
    ['a time from nowhere', '{"level":30,"time":"x","msg":"m"}', { level: 'info' }],
    ['control characters', 'a\u001b[31mb\u0007\u009b', { message: 'ab' }],
    [
      'control characters in our own line',
      '{"level":30,"time":5,"msg":"a\\u0007b\\nc"}',
      { message: 'ab c' },
    ],
  ])('%s', (_name, text, expected) => {
    expect(toLogLine(text, 'rank-0', 5)).toMatchObject(expected);
    if ('message' in expected) expect(messageOf(text)).toBe(expected.message);
  });
});
