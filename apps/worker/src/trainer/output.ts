import { writeSync } from 'node:fs';

const STDERR = 2;

/**
 * Where a trainer's log lines go: to the agent that started it, by a pipe, and once that is broken by `fallback`, which
 * must not print.
 */
export function trainerOutput(fallback: (line: string) => void): { write(line: string): void } {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return {
    write(line) {
      try {
        writeSync(STDERR, line);
      } catch {
        fallback(line.trimEnd());
      }
    },
  };
}
