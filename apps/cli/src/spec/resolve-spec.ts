import type { ResolvedJob } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Session } from '../session/session.js';
import { locateFiles } from '../data/local-path.js';
import { checkModelFiles } from './check-model-files.js';
import { applyOverrides } from './overrides.js';
import { readSpec } from './read-spec.js';

export interface SpecOptions {
  /** `path=value`, applied in order. */
  readonly set: readonly string[];
  readonly workers?: number;
  /** Documents may bring their model as code. Default: no. */
  readonly allowCode?: boolean;
}

/**
 * Reads a document, applies the overrides, fills in the defaults and checks it against the registries.
 * @throws TrainError `invalid` with every problem
 */
export async function resolveSpec(
  session: Session,
  file: string,
  { set, workers, allowCode = false }: SpecOptions,
): Promise<ResolvedJob> {
  const given = applyOverrides(await readSpec(file, session.readStdin), set);
  const { takesOneFile } = await import('@ringmaster/data');
  const located = await invalidIn(file, () =>
    locateFiles(given, { documentFile: file, takesOneFile, allowCode }),
  );
  const job = await resolveDocument(located, file, workers);
  await invalidIn(file, () => checkModelFiles(job));
  return job;
}

/**
 * The same of a document that is there already.
 * @param what for the message when it is not valid
 * @throws TrainError `invalid` with every problem
 */
export async function resolveDocument(
  document: unknown,
  what: string,
  workers?: number,
): Promise<ResolvedJob> {
  // Loaded here because models and losses bring a large library along, which most verbs do not need.
  const [{ requireMonitored, resolveJob }, { validateModel }, { validateDatasetConfig }] = await Promise.all([
    import('@ringmaster/training'),
    import('@ringmaster/models'),
    import('@ringmaster/data'),
  ]);
  return invalidIn(what, () =>
    resolveJob(document, {
      ...(workers !== undefined && { workers }),
      checks: [
        { path: 'model', check: (job) => void validateModel(job) },
        {
          path: 'data',
          check: (job) => {
            // Files tell their sizes when they are opened; the trainer checks then.
            const known = validateDatasetConfig(job.data);
            if (known) requireMonitored(job, known.sizes.validation);
          },
        },
      ],
    }),
  );
}

/** What is wrong with a document, under its name. */
async function invalidIn<T>(what: string, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof TrainError) || error.code !== 'invalid') throw error;
    const details = { ...error.details, file: what };
    throw new TrainError('invalid', `${what} is not a valid job:\n${indent(error.message)}`, {
      cause: error,
      details,
    });
  }
}

const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
