import { readFile } from 'node:fs/promises';
import type { PinsView } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { writeFileDurably } from '@ringmaster/store';
import { z } from 'zod';

const JobPins = z.strictObject({ job: z.boolean(), steps: z.array(z.int().min(0)) });
const PinsFile = z.strictObject({ version: z.literal(1), jobs: z.record(z.string(), JobPins) });
type JobPins = z.output<typeof JobPins>;

/** What neither retention nor `gc` may remove. Durable when a change resolves. */
export interface Pins {
  of(jobId: string): PinsView;
  /** The step itself, or its whole job. */
  holds(jobId: string, step: number): boolean;
  /** Without a step: all of the job. */
  pin(jobId: string, step: number | undefined): Promise<PinsView>;
  unpin(jobId: string, step: number | undefined): Promise<PinsView>;
}

/** @throws TrainError `artifact_corrupt` when the file is not whole: a lost pin could cost a checkpoint */
export async function openPins(path: string): Promise<Pins> {
  const jobs = new Map(Object.entries((await readPins(path)).jobs));
  let tail: Promise<unknown> = Promise.resolve();
  const own = (jobId: string): JobPins => jobs.get(jobId) ?? { job: false, steps: [] };
  const of = (jobId: string): PinsView => ({ jobId, ...own(jobId) });
  const change = (jobId: string, next: (before: JobPins) => JobPins): Promise<PinsView> => {
    const run = tail.then(async () => {
      const before = jobs.get(jobId);
      const after = next(own(jobId));
      if (after.job || after.steps.length > 0) jobs.set(jobId, after);
      else jobs.delete(jobId);
      const file = { version: 1, jobs: Object.fromEntries(jobs) };
      try {
        await writeFileDurably(path, `${JSON.stringify(file, null, 2)}\n`);
      } catch (error) {
        if (before) jobs.set(jobId, before);
        else jobs.delete(jobId);
        throw error;
      }
      return of(jobId);
    });
    tail = run.catch(() => undefined);
    return run;
  };
  return {
    of,
    holds: (jobId, step) => own(jobId).job || own(jobId).steps.includes(step),
    pin: (jobId, step) =>
      change(jobId, ({ job, steps }) =>
        step === undefined
          ? { job: true, steps }
          : { job, steps: [...new Set([...steps, step])].sort((a, b) => a - b) },
      ),
    unpin: (jobId, step) =>
      change(jobId, ({ job, steps }) =>
        step === undefined ? { job: false, steps: [] } : { job, steps: steps.filter((one) => one !== step) },
      ),
  };
}

async function readPins(path: string): Promise<z.output<typeof PinsFile>> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  });
  if (text === undefined) return { version: 1, jobs: {} };
  try {
    return PinsFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new TrainError(
      'artifact_corrupt',
      `${path} cannot be read; restore it from a backup, or remove it and pin again what must stay`,
      { cause },
    );
  }
}
