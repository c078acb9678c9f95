import type { IncomingMessage, ServerResponse } from 'node:http';
import { API_VERSION, LIMITS } from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';
import type { TokenPredictor } from '@ringmaster/engine';
import { SECURITY_HEADERS } from '@ringmaster/rpc/http';
import {
  type GenerateRequest,
  generateSteps,
  type LanguageHead,
  promptTokens,
  readGenerateRequest,
  tokensText,
} from '@ringmaster/serving';
import type { Answer } from './answer.js';
import { readBody } from './read-body.js';

/** A language model that is served. */
export interface ServedLanguage {
  readonly head: LanguageHead;
  readonly predictor: TokenPredictor;
}

export interface GenerationServiceOptions {
  readonly language: ServedLanguage;
  readonly label: string;
  readonly clock: Clock;
}

/** Requests for texts, one after the other: they share what the model keeps of earlier positions. */
export function createGenerationService({ language, label, clock }: GenerationServiceOptions) {
  const { head, predictor } = language;
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  /** Undefined when the answer was streamed. */
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> => {
    const asked = readGenerateRequest(await readBody(request, LIMITS.predictBodyBytes));
    const prompt = promptTokens(head, asked.prompt, predictor.vocabulary);
    if (waiting >= LIMITS.serveGenerateWaiting)
      throw new TrainError('unavailable', `${waiting} requests for texts wait already`, {
        details: { retryAfterSeconds: 5 },
      });
    waiting += 1;
    const mine = turn.then(() => speak(asked, prompt, response));
    turn = mine.catch(() => undefined);
    return mine.finally(() => (waiting -= 1));
  };
  return { answer };

  async function speak(
    { prompt: _, stream, ...options }: GenerateRequest,
    prompt: readonly number[],
    response: ServerResponse,
  ): Promise<Answer | undefined> {
    const until = clock.monotonicMs() + LIMITS.serveGenerateMs;
    const next = (prefixes: readonly (readonly number[])[]) => predictor.next(prefixes, prompt);
    const steps = generateSteps({ head, next }, prompt, options);
    const told: number[] = [];
    let shown = '';
    for (;;) {
      // Computing is synchronous: what has come in meanwhile gets its turn, and a client that has gone is noticed.
      await new Promise((resolve) => setImmediate(resolve));
      if (response.destroyed) throw new TrainError('cancelled', 'the client is gone');
      const { done, value } = steps.next();
      if (done === true) {
        const continuations = value.map((each) => ({ text: tokensText(head, each.tokens), ...each }));
        const body = { apiVersion: API_VERSION, model: label, continuations };
        if (!stream) return { status: 200, body };
        line(response, { done: true, ...body });
        response.end();
        return undefined;
      }
      if (clock.monotonicMs() > until)
        throw new TrainError(
          'deadline',
          `no whole text within ${LIMITS.serveGenerateMs} ms: ask for fewer tokens`,
        );
      if (!stream || value === undefined) continue;
      told.push(value);
      const text = tokensText(head, told);
      // The bytes of a character may come with several tokens.
      const isWhole = !text.endsWith('\uFFFD');
      line(response, { token: value, text: isWhole ? text.slice(shown.length) : '' });
      if (isWhole) shown = text;
    }
  }
}

/** A line of a stream; the first one begins it. */
function line(response: ServerResponse, value: object): void {
  if (!response.headersSent)
    response.writeHead(200, {
      ...SECURITY_HEADERS,
      'content-type': 'application/x-ndjson; charset=utf-8',
      connection: 'close',
    });
  response.write(`${JSON.stringify(value)}\n`);
}
