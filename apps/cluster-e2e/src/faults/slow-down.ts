import { signalAll } from './processes.js';

/** A third of the time it runs; both are far below what counts as silence. */
const RUNS_MS = 20;
const STANDS_MS = 40;

/** Slows a process down by stopping and continuing it in turns, until the result is called. */
export function slowDown(pid: number): () => void {
  let timer: NodeJS.Timeout;
  const turn = (isStopped: boolean) => {
    signalAll([pid], isStopped ? 'SIGSTOP' : 'SIGCONT');
    timer = setTimeout(() => turn(!isStopped), isStopped ? STANDS_MS : RUNS_MS);
  };
  turn(true);
  return () => {
    clearTimeout(timer);
    signalAll([pid], 'SIGCONT');
  };
}
