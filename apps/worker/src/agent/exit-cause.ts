import { TrainError } from '@ringmaster/core';

/** How a process ended, as its parent sees it. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface ExitEvidence {
  readonly exit: ProcessExit;
  /** For people: `rank 1`. */
  readonly who: string;
  readonly pid: number;
  readonly lastStep: number;
  /** As people read them. */
  readonly lastLines: readonly string[];
  /** Resident memory when it was last looked at, in bytes; 0 when never. */
  readonly residentBytes: number;
  /** How many processes the kernel's OOM killer took while this one lived; undefined where it cannot be known. */
  readonly oomKills: number | undefined;
}

const OUT_OF_MEMORY =
  /std::bad_alloc|heap out of memory|Allocation failed|RESOURCE_EXHAUSTED|Cannot allocate memory/;

/** The cause of an end that nobody asked for, told from outside the process. */
export function exitCause(evidence: ExitEvidence): TrainError {
  const { exit, who, pid, lastStep, oomKills, residentBytes } = evidence;
  // Only the parent of a process learns how it ended.
  const known = exit.signal ? `was ended by ${exit.signal}` : `exited with code ${exit.code}`;
  const how = exit.signal || exit.code !== null ? known : 'ended, the worker that started it being gone,';
  const details = { pid, signal: exit.signal, exitCode: exit.code, lastStep, residentBytes };
  const where = `${who} ${how} at step ${lastStep}`;
  if (exit.signal === 'SIGKILL' && (oomKills ?? 0) > 0)
    return new TrainError(
      'rank_out_of_memory',
      `${where}; the kernel's OOM killer was at work (resident memory last seen: ${mebibytes(residentBytes)}); lower data.batchSize or give the worker more memory`,
      { details },
    );
  const said = evidence.lastLines.map((line) => line.slice(0, 300));
  const line = said.findLast((text) => OUT_OF_MEMORY.test(text));
  if (line !== undefined)
    return new TrainError('rank_out_of_memory', `${where}; it had said: ${line}`, { details });
  const last = said.at(-1);
  return new TrainError('rank_crashed', last ? `${where}; its last line: ${last}` : where, { details });
}

const mebibytes = (bytes: number): string => (bytes > 0 ? `${Math.round(bytes / 2 ** 20)} MiB` : 'unknown');
