import { LIMITS } from '@ringmaster/contracts';
import { type Clock, sleep } from '@ringmaster/core';
import { processesWith } from './processes.js';

/**
 * Ends every process that carries the mark: SIGTERM first (a Redis writes its data then), SIGKILL after the grace
 * period. Gives their command lines; empty is how it should be.
 */
export async function stopLeftovers(name: string, mark: string, clock: Clock): Promise<readonly string[]> {
  const found = await processesWith(name, mark);
  if (found.length === 0) return [];
  signalAll(found, 'SIGTERM');
  const end = clock.monotonicMs() + LIMITS.stopGraceMs;
  let left = found;
  while (left.length > 0 && clock.monotonicMs() < end) {
    await sleep(clock, 50);
    left = await processesWith(name, mark);
  }
  signalAll(left, 'SIGKILL');
  return found.map(({ pid, command }) => `${pid} ${command}`);
}

function signalAll(processes: readonly { pid: number }[], signal: NodeJS.Signals): void {
  for (const { pid } of processes)
    try {
      process.kill(pid, signal);
    } catch {
      // gone in between
    }
}
