import { describe, expect, it } from 'vitest';
import { TrainError } from '@ringmaster/core';
import { createLogger } from './create-logger.js';

function capture() {
  const lines: string[] = [];
  const logger = createLogger({
    app: 'test',
    destination: { write: (line: string) => void lines.push(line) },
  });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

describe('fields of a log line', () => {
  it('never writes a secret, however deep and however it is spelled', () => {
    const { logger, lines } = capture();
    const secrets = { token: 'S3CRET', deep: [{ redisPassword: 'S3CRET', apiToken: { a: 'S3CRET' } }] };
    logger
      .child({ jobSecret: 'S3CRET' })
      .info('x', { ...secrets, headers: { Authorization: 'Bearer S3CRET' } });
    expect(lines.join('')).not.toContain('S3CRET');
    expect(lines.join('').match(/\[redacted\]/g)).toHaveLength(5);
  });

  it('strips control characters from messages, values, keys and errors', () => {
    const { logger, lines, last } = capture();
    const error = new TrainError('invalid', 'bad \u001b[31mname', { cause: new Error('inner\u0007') });
    logger.error('\u001b[2Jgone', { 'k\u0007ey': 'v\ralue', list: ['\u001b[0m'], error });
    expect(last()).toMatchObject({ msg: 'gone', key: 'value', list: [''] });
    expect(last().error).toMatchObject({ code: 'invalid', message: 'bad name', cause: { message: 'inner' } });
    expect(lines.join('')).not.toMatch(/u001b|u0007/);
  });

  it('survives cycles, depth, bytes and big numbers', () => {
    const { logger, last } = capture();
    const cycle: Record<string, unknown> = { big: 10n ** 20n, bytes: new Uint8Array(9) };
    cycle.self = cycle;
    logger.info('x', { cycle });
    expect(last().cycle).toEqual({ big: '100000000000000000000', bytes: '[9 bytes]', self: '[…]' });
  });
});
