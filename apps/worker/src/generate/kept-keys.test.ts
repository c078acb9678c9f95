import { openDataset } from '@ringmaster/data';
import { loadEngine, type TokenPredictor, tokenPredictorOf } from '@ringmaster/engine';
import { buildModel } from '@ringmaster/models';
import { generate, type LanguageHead } from '@ringmaster/serving';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CONTEXT = 12;
const WORDS = 20;
/** What nobody trained never ends, and everything may be said. */
const HEAD: LanguageHead = {
  ...{ kind: 'continue', tokenizer: undefined, start: undefined, end: undefined },
  ...{ padding: 0, banned: [] },
};

/** A model that nobody trained, whose weights are large enough for chances that differ; one that keeps keys, one that does not. */
async function both(
  model: { name: string; config?: object },
  data: object,
): Promise<readonly [TokenPredictor, TokenPredictor]> {
  await loadEngine({ prefer: 'cpu' });
  const config = { train: 4, validation: 1, test: 1, ...data };
  const source = () => ({ read: () => Promise.reject(new Error('a generator read a file')) });
  const { info } = await openDataset({ dataset: 'synthetic', config, augment: [] }, { source, seed: 7 });
  const size = { layers: 2, width: 16, heads: 2, dropout: 0 };
  const loss = 'sparseCategoricalCrossentropy';
  const spec = { name: model.name, config: { ...size, ...model.config } };
  const built = await buildModel({ model: spec, loss, training: { seed: 3 } }, info);
  return [
    tokenPredictorOf(built, { padding: 0, cache: true }),
    tokenPredictorOf(built, { padding: 0, cache: false }),
  ];
}

const OPTIONS = [
  { temperature: 0 },
  { temperature: 1 },
  { temperature: 0.7, topK: 5 },
  { temperature: 1.5, topP: 0.8 },
  { topK: 6, topP: 0.9, seed: 11 },
  { beams: 3 },
] as const;
const whole = (options: object) => ({ maxTokens: 10, beams: 1, lengthPenalty: 0.6, seed: 5, ...options });

describe('a GPT that keeps keys and values', () => {
  let kept: TokenPredictor;
  let plain: TokenPredictor;
  beforeAll(async () => {
    [kept, plain] = await both(
      { name: 'gpt', config: { deviation: 0.4 } },
      { kind: 'grammar', words: WORDS, length: CONTEXT },
    );
  });
  afterAll(() => [kept, plain].forEach((each) => each.dispose()));

  const say = (predictor: TokenPredictor, prompt: readonly number[], options: object) =>
    generate({ head: HEAD, next: (prefixes) => predictor.next(prefixes) }, prompt, whole(options));
  const prompt = (length: number) => Array.from({ length }, (_, at) => 1 + ((at * 7) % WORDS));

  it.each([1, 2, 5, CONTEXT - 1, CONTEXT, CONTEXT + 4])(
    'says after a prompt of %i tokens what it says without them, one token computed for each within the context',
    (length) => {
      for (const options of OPTIONS) {
        const before = kept.increments;
        const said = say(kept, prompt(length), options);
        expect(said.map(({ tokens }) => tokens)).toEqual(
          say(plain, prompt(length), options).map(({ tokens }) => tokens),
        );
        expect(said[0]?.tokens).toHaveLength(10);
        // The first call computes the prompt; prefixes that are longer than the context are computed as a whole.
        expect(kept.increments - before).toBe(Math.max(0, Math.min(9, CONTEXT - length)));
      }
      expect(plain.increments).toBe(0);
    },
  );

  it('goes on by the last tokens alone where there are more than its context', () => {
    const long = prompt(CONTEXT + 4);
    const [first] = say(kept, long, { maxTokens: 1, temperature: 0 });
    const [cut] = say(kept, long.slice(-CONTEXT), { maxTokens: 1, temperature: 0 });
    expect(first).toEqual(cut);
  });

  it('draws differently by the seed: the comparison is of something', () => {
    const texts = [1, 2, 3].map((seed) => String(say(kept, [1, 2], { seed })[0]?.tokens));
    expect(new Set(texts).size).toBe(3);
  });
});

it('a model that translates keeps nothing, and says the same', async () => {
  const [kept, plain] = await both({ name: 'transformer' }, { kind: 'languagePair', words: 4, phrases: 2 });
  const head: LanguageHead = { ...HEAD, kind: 'translate', start: 1, end: 2, banned: [0, 1] };
  const source = [3, 5, 2];
  for (const options of OPTIONS) {
    const [a, b] = [kept, plain].map((each) =>
      generate({ head, next: (prefixes) => each.next(prefixes, source) }, source, whole(options)),
    );
    expect(a).toEqual(b);
  }
  expect(kept.increments).toBe(0);
  for (const each of [kept, plain]) each.dispose();
});
