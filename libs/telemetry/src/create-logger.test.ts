import { describe, expect, it } from 'vitest';
import { TrainError } from '@ringmaster/core';
import { createLogger } from './create-logger.js';

function capture(level?: 'debug' | 'info' | 'warn' | 'error') {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ app: 'test', destination, ...(level && { level }) });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

describe('createLogger', () => {
  it('writes one JSON object a line with time, level, app and fields', () => {
    const { logger, lines, last } = capture();
    logger
      .child({ jobId: 'job-a' })
      .warn('slow\nstep', { step: 7, at: new Date(0), nothing: null, loss: Number.NaN });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[^\n]*\n$/);
    expect(last()).toMatchObject({
      level: 'warn',
      app: 'test',
      pid: process.pid,
      jobId: 'job-a',
      message: 'slow\nstep',
      step: 7,
      at: '1970-01-01T00:00:00.000Z',
      nothing: null,
      loss: 'NaN',
    });
    expect(Date.parse(String(last().time))).not.toBeNaN();
  });

  it('writes from its level on', () => {
    const { logger, lines } = capture('warn');
    logger.debug('a');
    logger.info('b');
    logger.warn('c');
    logger.error('d');
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(['c', 'd']);
  });

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
    expect(last()).toMatchObject({ message: 'gone', key: 'value', list: [''] });
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
