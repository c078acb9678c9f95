import { readFile, rm, writeFile } from 'node:fs/promises';
import { TrainError } from '@ringmaster/core';
import { isSameProcess, startTimeOf } from '@ringmaster/store/processes';
import { z } from 'zod';

const SupervisorFile = z.strictObject({
  pid: z.int().positive(),
  startTime: z.string().optional(),
  verb: z.enum(['up', 'run']),
});
export type SupervisorFile = z.output<typeof SupervisorFile>;

/**
 * Makes this process the only supervisor of a home directory; the result gives that up. A file of a process that is
 * gone is taken over. @throws TrainError `conflict` naming the pid
 */
export async function claimHome(file: string, verb: SupervisorFile['verb']): Promise<() => Promise<void>> {
  const startTime = startTimeOf(process.pid);
  const claim: SupervisorFile = { pid: process.pid, verb, ...(startTime !== undefined && { startTime }) };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(file, JSON.stringify(claim), { flag: 'wx', mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readSupervisor(file);
    if (holder !== undefined)
      throw new TrainError(
        'conflict',
        `a local cluster already runs on this home directory (\`ringmaster ${holder.verb}\`, pid ${holder.pid})`,
        { details: { pid: holder.pid, verb: holder.verb } },
      );
    await rm(file, { force: true });
  }
  throw new TrainError('conflict', `${file} is being taken by another process; try again`);
}

/** The live supervisor of a home directory, if there is one. */
export async function readSupervisor(file: string): Promise<SupervisorFile | undefined> {
  let found: SupervisorFile;
  try {
    found = SupervisorFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
  return isSameProcess(found.pid, found.startTime) ? found : undefined;
}
