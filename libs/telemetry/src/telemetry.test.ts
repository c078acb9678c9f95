import { describe, expect, it } from 'vitest';
import { createLogger } from './index.js';

function lines(use: (logger: ReturnType<typeof createLogger>) => void, level: 'debug' | 'info' = 'info') {
  const written: string[] = [];
  use(
    createLogger({ app: 'test', level, destination: { write: (line: string) => void written.push(line) } }),
  );
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('createLogger', () => {
  it('writes one JSON object a line, with app, level, time and fields', () => {
    const [line] = lines((logger) => logger.child({ jobId: 'j1' }).info('step done', { step: 3 }));
    expect(line).toMatchObject({ app: 'test', level: 'info', jobId: 'j1', step: 3, msg: 'step done' });
    expect(Date.parse(String(line?.['time']))).toBeGreaterThan(0);
  });

  it('obeys its level', () => {
    expect(lines((logger) => logger.debug('x'))).toHaveLength(0);
    expect(lines((logger) => logger.debug('x'), 'debug')).toHaveLength(1);
  });

  it('never writes a secret', () => {
    const canary = 'canary-7f3a';
    const text = JSON.stringify(
      lines((logger) => {
        logger.info('a', { token: canary, password: canary });
        logger
          .child({ authorization: canary })
          .warn('b', { headers: { authorization: canary }, job: { secret: canary } });
      }),
    );
    expect(text).not.toContain(canary);
    expect(text).toContain('[redacted]');
  });

  it('cannot be made to forge a line', () => {
    const [line, ...more] = lines((logger) =>
      logger.info('a\r\u001b[2Jb', { name: '\u001b]0;title\u0007x' }),
    );
    expect(more).toEqual([]);
    expect(line).toMatchObject({ msg: 'ab', name: 'x' });
  });
});
