import { LIMITS } from '@ringmaster/contracts';
import { type Clock, silentLogger, systemClock } from '@ringmaster/core';
import { openDataset } from '@ringmaster/data';
import { createPredictor, loadEngine } from '@ringmaster/engine';
import { buildModel, toLayersModelFiles } from '@ringmaster/models';
import { generate, readExportedModel } from '@ringmaster/serving';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelOf } from '../predict/loaded-model.js';
import type { ServedLanguage } from './generation-service.js';
import { languageOf } from './language-of.js';
import { type ModelServer, startModelServer } from './model-server.js';

const TOKEN = 'token-of-the-test-0123456789';

/** A small GPT that nobody trained, of tokens without texts. */
async function served() {
  await loadEngine({ prefer: 'cpu' });
  const config = { kind: 'grammar', words: 8, length: 12, train: 4, validation: 1, test: 1 };
  const spec = { dataset: 'synthetic', config, augment: [] };
  const source = () => ({ read: () => Promise.reject(new Error('a generator read a file')) });
  const { info } = await openDataset(spec, { source, seed: 7 });
  const loss = 'sparseCategoricalCrossentropy';
  const model = await buildModel(
    {
      model: { name: 'gpt', config: { layers: 1, width: 8, heads: 2 } },
      loss,
      training: { seed: 3 },
    } as never,
    info,
  );
  const [json, weights] = toLayersModelFiles(model, {
    jobId: 'small-000000',
    weightsSha256: '0'.repeat(64),
    normalizer: { kind: 'none' },
    dataset: { ...info },
    job: { loss, task: { kind: 'languageModel' }, data: {} },
  }).map(({ bytes }) => bytes);
  const exported = readExportedModel(new TextDecoder().decode(json), weights!);
  return {
    model: modelOf(exported, await createPredictor(exported, 4)),
    language: await languageOf(exported, 'small:latest'),
  };
}

describe('texts over HTTP', () => {
  let server: ModelServer;
  let language: ServedLanguage;
  let start: (clock?: Clock) => Promise<ModelServer>;
  beforeAll(async () => {
    const { model, language: found } = await served();
    language = found!;
    start = (clock = systemClock) =>
      startModelServer({
        ...{ model, language, label: 'small:latest', token: TOKEN, host: '127.0.0.1', port: 0 },
        ...{ maxBatch: 4, maxDelayMs: 2, maxQueue: 8, clock, logger: silentLogger },
      });
    server = await start();
  });
  afterAll(() => server.drain());

  const authorization = `Bearer ${TOKEN}`;
  const send = (body: BodyInit, to = server) =>
    fetch(`${to.url}/v1/generate`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      ...{ body, duplex: 'half' },
      signal: AbortSignal.timeout(20_000),
    });
  const ask = (body: object) => send(JSON.stringify(body));
  const metrics = async (of: ModelServer) =>
    (await fetch(`${of.url}/metrics`, { headers: { authorization } })).text();
  const alone = (options: object) => {
    const next = (prefixes: readonly (readonly number[])[]) => language.predictor.next(prefixes);
    const whole = { maxTokens: 6, beams: 1, lengthPenalty: 0.6, seed: 5, ...options };
    return generate({ head: language.head, next }, [1, 2], whole).map(({ tokens }) => tokens);
  };

  it('are those of the command line, many at once, sampled or by beams', async () => {
    const bodies = [{}, { temperature: 0 }, { topK: 2, seed: 9 }, { beams: 3 }];
    const answers = await Promise.all(
      bodies.map((each) => ask({ prompt: '1 2', maxTokens: 6, seed: 5, ...each })),
    );
    for (const [at, answer] of answers.entries()) {
      const body = (await answer.json()) as { continuations: { tokens: number[] }[] };
      expect([answer.status, body.continuations.map(({ tokens }) => tokens)]).toEqual([
        200,
        alone(bodies[at]!),
      ]);
    }
  });

  it('are streamed token by token', async () => {
    const answer = await ask({ prompt: '1 2', maxTokens: 6, seed: 5, stream: true });
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = (await answer.text())
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each) as Record<string, unknown>);
    const tokens = lines.slice(0, -1).map((each) => each['token']);
    expect([tokens]).toEqual(alone({}));
    expect(lines.at(-1)).toMatchObject({ done: true, continuations: [{ tokens }] });
    expect(
      lines
        .slice(0, -1)
        .map((each) => each['text'])
        .join(''),
    ).toBe(tokens.join(' '));
  });

  it('are told although the server stops while they are asked for; all are counted', async () => {
    const other = await start();
    const parts = new TransformStream<Uint8Array, Uint8Array>();
    const writer = parts.writable.getWriter();
    const write = (text: string) => writer.write(new TextEncoder().encode(text));
    const answer = send(parts.readable, other);
    await write('{"prompt": "1 2", ');
    await expect.poll(() => metrics(other)).toContain('ringmaster_serve_in_flight 1');
    const drained = other.drain();
    await write('"maxTokens": 3, "stream": true}');
    await writer.close();
    const told = await answer;
    const lines = (await told.text()).trim().split('\n');
    expect([told.status, JSON.parse(lines.at(-1)!)]).toEqual([200, expect.objectContaining({ done: true })]);
    await drained;
    await ask({ prompt: '1 2', maxTokens: 1, stream: true }).then((each) => each.text());
    expect(await metrics(server)).toMatch(/ringmaster_serve_requests_total\{status="200"\} [1-9]/);
  });

  it('end with the client that goes in the middle of a stream; the next one is served', async () => {
    const gone = await ask({ prompt: '1 2', maxTokens: 2_000, stream: true });
    const reader = gone.body!.getReader();
    await reader.read();
    await reader.cancel();
    const next = await ask({ prompt: '1 2', maxTokens: 1 });
    expect(next.status).toBe(200);
    await expect.poll(() => metrics(server)).toContain('ringmaster_serve_in_flight 0');
    expect(await metrics(server)).toContain('ringmaster_serve_requests_total{status="409"} 1');
  });

  it('that take too long say so in the last line of their stream', async () => {
    let now = 0;
    const hasty = await start({ ...systemClock, monotonicMs: () => (now += LIMITS.serveGenerateMs / 4) });
    const answer = await send(JSON.stringify({ prompt: '1 2', stream: true }), hasty);
    const lines = (await answer.text()).trim().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ error: { code: 'deadline' } });
    await hasty.drain();
  });

  it('refuses a body that is no JSON, or nested too deeply', async () => {
    for (const [body, message] of [
      ['{"prompt": ', 'the body is not JSON'],
      ['['.repeat(1_000), 'nested deeper than'],
    ] as const) {
      const answer = await send(body);
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(message)]);
    }
  });

  it.each([
    [{ prompt: '1 2', maxTokens: 100_000 }, 400, 'maxTokens'],
    [{ prompt: '1 2', beams: 2, topK: 3 }, 400, 'beam search draws nothing'],
    [{ prompt: '1 2', beams: 2, stream: true }, 400, 'stream: beams have no token'],
    [{ prompt: '1 99' }, 400, 'is no token; the model has no tokenizer'],
    [{ promt: '1' }, 400, 'prompt'],
  ])('refuses %j', async (body, status, message) => {
    const answer = await ask(body);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(message)]);
  });
});
