import { drained } from './drained.js';
import { logProbabilities } from './distribution.js';
import type { Continuation, Continuing, NextLogits } from './next-logits.js';

export interface BeamOptions {
  /** Sequences that are followed at once. */
  readonly beams: number;
  /** Exponent α of the length penalty; 0: none. */
  readonly lengthPenalty: number;
}

export interface ScoredContinuation extends Continuation {
  /** What they are ordered by: `logProbability` ÷ the length penalty. */
  readonly score: number;
}

interface Beam {
  readonly tokens: readonly number[];
  readonly logProbability: number;
}

/** ((5 + length) / 6)^α (Y. Wu et al., "Google's Neural Machine Translation System", 2016); the end token counts. */
const penalty = (length: number, alpha: number): number => ((5 + length) / 6) ** alpha;

const byScore = (a: ScoredContinuation, b: ScoredContinuation): number => b.score - a.score;

/**
 * The best continuations that a search of limited width finds, best first: at each step the `beams` likeliest of all
 * continuations of those before. It ends when no open sequence can become better than the `beams` that have ended, or at
 * `maxTokens`, where open ones count as they are. Pauses after each step.
 */
export function* beamSteps(
  next: NextLogits,
  { prompt, maxTokens, end, banned = [] }: Continuing,
  { beams, lengthPenalty }: BeamOptions,
): Generator<undefined, readonly ScoredContinuation[]> {
  let open: readonly Beam[] = [{ tokens: [], logProbability: 0 }];
  let ended: readonly ScoredContinuation[] = [];
  const close = (beam: Beam, finish: Continuation['finish']): ScoredContinuation => {
    const length = beam.tokens.length + (finish === 'end' ? 1 : 0);
    return { ...beam, finish, score: beam.logProbability / penalty(length, lengthPenalty) };
  };
  for (let step = 0; step < maxTokens && open.length > 0; step++) {
    const scores = next(open.map(({ tokens }) => [...prompt, ...tokens])).map((logits) =>
      logProbabilities(logits, banned),
    );
    const grown = expand(open, scores, beams + 1);
    const closed = grown.filter(({ token }) => token === end).map(({ beam }) => close(beam, 'end'));
    ended = [...ended, ...closed].sort(byScore).slice(0, beams);
    open = grown
      .filter(({ token }) => token !== end)
      .slice(0, beams)
      .map(({ beam, token }) => ({ ...beam, tokens: [...beam.tokens, token] }));
    yield undefined;
    if (isSettled({ open, ended, beams }, penalty(maxTokens, lengthPenalty))) return ended;
  }
  return [...ended, ...open.map((beam) => close(beam, 'length'))].sort(byScore).slice(0, beams);
}

/** The same without pauses. */
export const beamSearch = (
  next: NextLogits,
  continuing: Continuing,
  options: BeamOptions,
): readonly ScoredContinuation[] => drained(beamSteps(next, continuing, options));

interface Grown {
  /** Its logarithm counts the token, its list does not yet hold it. */
  readonly beam: Beam;
  readonly token: number;
}

/** The likeliest continuations by one token of all beams: as many as it takes for `beams` that do not end. */
function expand(open: readonly Beam[], scores: readonly Float64Array[], each: number): readonly Grown[] {
  const all = open.flatMap((beam, at) =>
    top(scores[at] as Float64Array, each).map((token) => ({
      beam: {
        ...beam,
        logProbability: beam.logProbability + ((scores[at] as Float64Array)[token] as number),
      },
      token,
    })),
  );
  // Stable: equal ones stay in the order of their beams, then of their numbers.
  return all.sort((a, b) => b.beam.logProbability - a.beam.logProbability).slice(0, 2 * each);
}

/** The `count` largest that are possible at all, largest first. */
function top(scores: Float64Array, count: number): readonly number[] {
  const best: number[] = [];
  for (let token = 0; token < scores.length; token++) {
    const score = scores[token] as number;
    if (score === -Infinity) continue;
    const worst = best[count - 1];
    if (worst !== undefined && score <= (scores[worst] as number)) continue;
    let at = Math.min(best.length, count - 1);
    while (at > 0 && score > (scores[best[at - 1] as number] as number)) at--;
    best.splice(at, 0, token);
    if (best.length > count) best.pop();
  }
  return best;
}

interface Search {
  readonly open: readonly Beam[];
  readonly ended: readonly ScoredContinuation[];
  readonly beams: number;
}

/** Logarithms only fall; the largest penalty is that of the longest sequence. */
function isSettled({ open, ended, beams }: Search, largestPenalty: number): boolean {
  const worst = ended[beams - 1];
  if (!worst) return false;
  return open.every(({ logProbability }) => logProbability / Math.max(1, largestPenalty) <= worst.score);
}
