const ROOT = 'checkpoints/';
const PUBLISHED = /^checkpoints\/step-(\d{8,15})\/manifest\.json$/;

/** What every checkpoint holds beside its files. */
export const MANIFEST = 'manifest.json';
export const INDEX = 'files.json';

export const CHECKPOINTS_PREFIX = ROOT;

export const directoryOf = (step: number): string => `${ROOT}step-${String(step).padStart(8, '0')}/`;

/** Steps with a published manifest, ascending; the rest does not exist yet. */
export function publishedSteps(artifacts: readonly { readonly name: string }[]): readonly number[] {
  const steps = artifacts.flatMap(({ name }) => {
    const step = PUBLISHED.exec(name)?.[1];
    return step === undefined ? [] : [Number(step)];
  });
  return steps.sort((a, b) => a - b);
}
