import { describe, expect, it } from 'vitest';
import { lineSplitter, sseParser } from './sse.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('sseParser', () => {
  it.each([
    ['LF', 'id: 1\nevent: state\ndata: {}\n\n', [{ id: '1', event: 'state', data: '{}' }]],
    ['CRLF', 'id: 1\r\ndata: a\r\n\r\n', [{ id: '1', event: 'message', data: 'a' }]],
    ['several data lines', 'data: a\ndata: b\n\n', [{ id: undefined, event: 'message', data: 'a\nb' }]],
    ['comments and retry', ': ping\n\nretry: 5\n\n', []],
    ['no space after the colon', 'data:a\n\n', [{ id: undefined, event: 'message', data: 'a' }]],
    ['an id with NUL is ignored', 'id: a\0b\ndata: x\n\n', [{ id: undefined, event: 'message', data: 'x' }]],
    [
      'the id lasts, the event does not',
      'id: 7\nevent: log\ndata: a\n\ndata: b\n\n',
      [
        { id: '7', event: 'log', data: 'a' },
        { id: '7', event: 'message', data: 'b' },
      ],
    ],
    ['an unfinished event is not given out', 'data: a\n', []],
  ])('%s', (_name, text, expected) => {
    expect(sseParser().push(bytes(text))).toEqual(expected);
  });

  it('gives the same events wherever the bytes are cut', () => {
    const stream = bytes('id: 1\r\nevent: log\r\ndata: größe 🎪\r\n\r\nid: 2\ndata: b\n\n');
    const whole = sseParser().push(stream);
    expect(whole).toHaveLength(2);
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const parser = sseParser();
      expect([...parser.push(stream.slice(0, cut)), ...parser.push(stream.slice(cut))]).toEqual(whole);
    }
  });

  it('refuses an event without end', () => {
    const parser = sseParser();
    const block = bytes('x'.repeat(1024 * 1024));
    expect(() => {
      for (let i = 0; i < 6; i += 1) parser.push(block);
    }).toThrow(/longer than/);
  });
});

describe('lineSplitter', () => {
  it('keeps an unfinished line for flush', () => {
    const splitter = lineSplitter();
    expect(splitter.push(bytes('a\nb'))).toEqual(['a']);
    expect(splitter.flush()).toEqual(['b']);
  });
});
