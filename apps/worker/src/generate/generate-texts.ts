import { createTokenPredictor } from '@ringmaster/engine';
import { generate, languageHead, promptTokens, tokensText } from '@ringmaster/serving';
import { readModelFiles } from '../predict/loaded-model.js';
import type { GenerateOrder } from '../predict/orders.js';

/** What a language model made of one prompt, as one line of JSON. */
export interface GeneratedLine {
  /** Of the prompt, from 0. */
  readonly index: number;
  /** Prompt and continuation as one text, or the translation. */
  readonly whole: string;
  /** Best first; one, unless beams were asked for. */
  readonly continuations: readonly {
    readonly text: string;
    readonly tokens: readonly number[];
    readonly logProbability: number;
    readonly finish: 'end' | 'length';
  }[];
}

/**
 * One line of JSON a prompt ({@link GeneratedLine}), each as soon as it is made.
 * @throws TrainError `invalid` when the model has no language head, or for a prompt that is none
 */
export async function* generateTexts({
  label,
  prompts,
  options,
  ...files
}: GenerateOrder): AsyncGenerator<string> {
  const exported = await readModelFiles(files);
  const head = languageHead(exported, label);
  const predictor = await createTokenPredictor(exported, head);
  try {
    const asked = prompts.map((prompt) => promptTokens(head, prompt, predictor.vocabulary));
    for (const [index, prompt] of asked.entries()) {
      const next = (prefixes: readonly (readonly number[])[]) => predictor.next(prefixes, prompt);
      const found = generate({ head, next }, prompt, options);
      const best = found[0]?.tokens ?? [];
      const line: GeneratedLine = {
        index,
        whole: tokensText(head, head.kind === 'continue' ? [...prompt, ...best] : best),
        continuations: found.map((each) => ({ text: tokensText(head, each.tokens), ...each })),
      };
      yield `${JSON.stringify(line)}\n`;
    }
  } finally {
    predictor.dispose();
  }
}
