import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { LIMITS } from '@ringmaster/contracts';

const run = promisify(execFile);

/** The command line of a living process, arguments joined by spaces; empty when it cannot be read. */
export async function commandLine(pid: number): Promise<string> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
  } catch {
    const listed = run('ps', ['-o', 'command=', '-p', String(pid)], { timeout: LIMITS.connectMs });
    return listed.then(
      ({ stdout }) => stdout.trim(),
      () => '',
    );
  }
}
