import { readFileSync } from 'node:fs';

export interface Bound {
  readonly least?: number;
  readonly most?: number;
}
export type Figures = Readonly<Record<string, Bound>>;

/** What an example has to end with on the test split: an entry of examples/figures.json, of which the README is made. */
export interface ExampleFigures {
  readonly shows: string;
  readonly minutes: number;
  readonly figures: Figures;
  /** Other values of `training.seed` that have to end with them too. */
  readonly seeds?: readonly number[];
  /** Whose weights it begins with. */
  readonly after?: string;
  /** `name=directory` that its workers know. */
  readonly dataRoot?: string;
  /** Its model is code. */
  readonly allowCode?: true;
  /** What must not be able to do it. */
  readonly contrast?: { readonly of: string; readonly set: readonly string[]; readonly figures: Figures };
}

export const EXAMPLES = JSON.parse(
  readFileSync(new URL('../../../examples/figures.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, ExampleFigures>>;

/** Sentences about the figures that a run missed, or never told. */
export function missed(figures: Figures, metrics: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(figures).flatMap(([name, { least = -Infinity, most = Infinity }]) => {
    const value = metrics[name];
    if (value === undefined)
      return [`${name} was not reported: there are ${Object.keys(metrics).join(', ')}`];
    return value >= least && value <= most ? [] : [`${name} is ${value}, not within ${least}…${most}`];
  });
}
