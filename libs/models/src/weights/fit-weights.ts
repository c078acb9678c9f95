import type { WeightRule } from '@ringmaster/contracts';
import { nearest } from '@ringmaster/core';
import { laidOut, laidOutShape } from './weight-layout.js';
import { type Renamed, weightNames } from './weight-names.js';

/** A tensor of a file of weights. */
export interface GivenWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** As the file calls its type. */
  readonly dtype: string;
  /** As float32, row-major; absent where it holds no floating-point numbers. */
  readonly values?: () => Float32Array;
}

/** A weight of the model. */
export interface WantedWeight {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface FitOptions {
  /** Names of weights, or beginnings of names up to a `/`, that keep the values of the seed. */
  readonly fresh: readonly string[];
  /** How names and layouts of the file become those of the model. Default: they are equal. */
  readonly names?: readonly WeightRule[] | undefined;
  /** `true`: all tensors must be used; `false`: what the file lacks begins anew. Default: neither. */
  readonly strict?: boolean | undefined;
  /** Where the weights come from, for messages. */
  readonly label: string;
}

/** Which tensor becomes which weight. */
export interface WeightsFit {
  /** By the weight's name; values in the model's layout. */
  readonly taken: ReadonlyMap<string, () => Float32Array>;
  /** Weights that begin anew. */
  readonly fresh: readonly string[];
  /** Tensors that no weight takes. */
  readonly unused: readonly string[];
  /** All that does not fit; then nothing may be taken. */
  readonly problems: readonly string[];
}

interface Candidate extends GivenWeight {
  readonly renamed: Renamed | undefined;
}

/** Compares the tensors of a file with the weights of a model; says everything that does not fit, at once. */
export function fitWeights(
  wanted: readonly WantedWeight[],
  given: readonly GivenWeight[],
  o: FitOptions,
): WeightsFit {
  const renamed = weightNames(o.names ?? []);
  const all = given.map((tensor): Candidate => ({ ...tensor, renamed: renamed(tensor.name) }));
  const byTarget = new Map<string, Candidate>();
  const problems = [...strayRules(all, o), ...strayFresh(wanted, o)];
  for (const candidate of all) {
    const target = candidate.renamed ? candidate.renamed.name : candidate.name;
    if (target === undefined) continue;
    const other = byTarget.get(target);
    if (other)
      problems.push(
        `model.initial.names: "${other.name}" and "${candidate.name}" of ${o.label} both become "${target}"`,
      );
    else byTarget.set(target, candidate);
  }

  const taken = new Map<string, () => Float32Array>();
  const fresh: string[] = [];
  for (const weight of wanted) {
    const found = byTarget.get(weight.name);
    if (isFresh(weight.name, o.fresh) || (!found && o.strict === false)) fresh.push(weight.name);
    else if (!found) problems.push(missing(weight, byTarget, o));
    else {
      const misfit = misfitOf(weight, found, o.label);
      if (misfit !== undefined) problems.push(misfit);
      else
        taken.set(weight.name, () =>
          laidOut(found.values?.() ?? new Float32Array(), found.shape, found.renamed?.rule ?? {}),
        );
    }
  }
  const names = new Set(wanted.map(({ name }) => name));
  const unused = [...byTarget].filter(([target]) => !names.has(target) || isFresh(target, o.fresh));
  if (o.strict) for (const [target, { name }] of unused) problems.push(left(name, target, o.label));
  return { taken, fresh, unused: unused.map(([, { name }]) => name), problems };
}

const shapeOf = (shape: readonly (number | null)[]) => `[${shape.join(', ')}]`;

export const isFresh = (name: string, fresh: readonly string[]): boolean =>
  fresh.some((each) => name === each || name.startsWith(`${each}/`));

const HINT = 'list it, or its layer, under model.initial.fresh to begin it anew';

/** A rule that no tensor fits is misspelled, or for another file. */
const strayRules = (all: readonly Candidate[], { names = [], label }: FitOptions): readonly string[] => {
  const used = new Set(all.map(({ renamed }) => renamed?.index));
  return names.flatMap(({ from, match }, index) =>
    used.has(index)
      ? []
      : [
          `model.initial.names.${index}: no tensor of ${label} is left for "${from ?? match}": look at its spelling, and at the rules before it`,
        ],
  );
};

const strayFresh = (wanted: readonly WantedWeight[], { fresh }: FitOptions): readonly string[] =>
  fresh
    .filter((each) => !wanted.some(({ name }) => isFresh(name, [each])))
    .map((each) => `model.initial.fresh: the model has no weight or layer "${each}"`);

function missing(
  { name, shape }: WantedWeight,
  byTarget: ReadonlyMap<string, unknown>,
  { label }: FitOptions,
): string {
  const guess = nearest(name, [...byTarget.keys()]);
  const like = guess === undefined ? '' : ` (it has "${guess}")`;
  return `model.initial: ${label} has no weight "${name}" of shape ${shapeOf(shape)}${like}; name it under model.initial.names, or ${HINT}`;
}

function misfitOf({ name, shape }: WantedWeight, found: Candidate, label: string): string | undefined {
  const origin = found.name === name ? label : `${label} (there "${found.name}")`;
  if (!found.values)
    return `model.initial: "${name}" is of type ${found.dtype} in ${origin}, but must hold floating-point numbers`;
  const laid = laidOutShape(found.shape, found.renamed?.rule ?? {});
  if (typeof laid === 'string')
    return `model.initial.names.${found.renamed?.index}: "${found.name}" of shape ${shapeOf(found.shape)}: ${laid}`;
  if (laid.join() === shape.join()) return undefined;
  const turned = laid.join() === found.shape.join() ? '' : `, transposed to ${shapeOf(laid)}`;
  return `model.initial: "${name}" has the shape ${shapeOf(found.shape)} in ${origin}${turned}, but ${shapeOf(shape)} here; ${HINT}`;
}

const left = (name: string, target: string, label: string): string =>
  `model.initial.strict: "${name}" of ${label} is used by no weight${name === target ? '' : ` (as "${target}")`}; name it under model.initial.names, there with skip: true, or leave strict out`;
