import type { ResolvedJob } from '@ringmaster/contracts';
import { ngramEntropies } from '@ringmaster/data';
import { tokenPredictorOf } from '@ringmaster/engine';
import { generate, languageHead } from '@ringmaster/serving';
import type { JobParts } from './parts.js';

type Measures = Readonly<Record<string, number>>;
type Parts = Pick<JobParts, 'dataset' | 'model'>;

/**
 * What a run reports of a language model beside its loss on the test split, once the model has its final weights: the entropies
 * that it has to beat, or how many sequences it gets right that it makes itself. Of whole splits and by one rank, so the numbers do
 * not depend on how many there are.
 * @param breathe lets the event loop run
 */
export async function languageMeasures(
  { dataset, model }: Parts,
  { task }: Pick<ResolvedJob, 'task'>,
  breathe: () => Promise<void>,
): Promise<Measures> {
  const { sizes, tokens } = dataset.info;
  if (sizes.test === 0) return {};
  if (task?.kind === 'languageModel' && tokens?.objective === 'nextToken')
    return { ...ngramEntropies(dataset, 'test', task.padding) };
  if (task?.kind !== 'sequenceToSequence' || !task.decode) return {};
  return decoded({ dataset, model }, task.decode, breathe);
}

type Decoding = NonNullable<
  Extract<NonNullable<ResolvedJob['task']>, { kind: 'sequenceToSequence' }>['decode']
>;

/** Share of test samples whose target beam search finds from the source alone, token for token. */
async function decoded(
  { dataset, model }: Parts,
  { beams, lengthPenalty, samples }: Decoding,
  breathe: () => Promise<void>,
): Promise<Measures> {
  const { tokens, sizes } = dataset.info;
  const head = languageHead({ task: 'sequenceToSequence', ...(tokens && { tokens }) }, 'the model');
  const predictor = tokenPredictorOf(model, head);
  const count = Math.min(samples ?? sizes.test, sizes.test);
  let right = 0;
  for (let id = 0; id < count; id++) {
    const { x, y } = dataset.read('test', Uint32Array.of(id));
    const source = untilPadding(x.data, head.padding);
    const wanted = untilPadding(y.data, head.padding).filter((token) => token !== head.end);
    const next = (prefixes: readonly (readonly number[])[]) => predictor.next(prefixes, source);
    const [best] = generate({ head, next }, source, {
      beams,
      lengthPenalty,
      maxTokens: predictor.context,
      seed: 0,
      ...(beams === 1 && { temperature: 0 }),
    });
    if (best?.tokens.join() === wanted.join()) right += 1;
    await breathe();
  }
  predictor.dispose();
  return { generatedExactMatch: right / count };
}

const untilPadding = (data: ArrayLike<number>, padding: number): readonly number[] => {
  const tokens = Array.from(data);
  const end = tokens.indexOf(padding);
  return end < 0 ? tokens : tokens.slice(0, end);
};
