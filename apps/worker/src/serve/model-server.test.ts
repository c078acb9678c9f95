import { connect } from 'node:net';
import { silentLogger, systemClock } from '@ringmaster/core';
import { createPredictor, loadEngine } from '@ringmaster/engine';
import { toLayersModelFiles } from '@ringmaster/models';
import { readExportedModel } from '@ringmaster/serving';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadedModel, modelOf } from '../predict/loaded-model.js';
import { type ModelServer, startModelServer } from './model-server.js';
import type { ModelServerOptions } from './server-options.js';

const TOKEN = 'token-of-the-test-0123456789';

/** A small real model: two numbers in, three classes out. */
async function smallModel(): Promise<LoadedModel> {
  await loadEngine({ prefer: 'cpu' });
  const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2], name: 'out' })] });
  const files = toLayersModelFiles(model, {
    jobId: 'small-000000',
    weightsSha256: '0'.repeat(64),
    normalizer: { kind: 'standardize', mean: [1, 2], std: [2, 2] },
    dataset: { name: 'test', hash: 'x', classes: 3, classNames: ['a', 'b', 'c'] },
    job: { loss: 'sparseCategoricalCrossentropy', data: {} },
  });
  const bytes = (name: string) => files.find((file) => file.name === name)?.bytes ?? new Uint8Array();
  const exported = readExportedModel(new TextDecoder().decode(bytes('model.json')), bytes('weights.bin'));
  return modelOf(exported, await createPredictor(exported, 8));
}

describe('model server', () => {
  let model: LoadedModel;
  let server: ModelServer;
  const start = (more: Partial<ModelServerOptions> = {}) =>
    startModelServer({
      model,
      label: 'small:latest',
      token: TOKEN,
      host: '127.0.0.1',
      port: 0,
      maxBatch: 8,
      maxDelayMs: 2,
      maxQueue: 64,
      bodyMs: 1_500,
      clock: systemClock,
      logger: silentLogger,
      ...more,
    });
  beforeAll(async () => {
    model = await smallModel();
    model.predictor.warm();
    server = await start();
  });
  afterAll(() => server.drain());

  const call = (path: string, init: RequestInit = {}, to = server) =>
    fetch(`${to.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...init.headers },
      signal: AbortSignal.timeout(10_000),
    });
  const predict = (inputs: unknown, to = server) =>
    call('/v1/predict', { method: 'POST', body: JSON.stringify({ inputs }) }, to);

  it('answers many at once, each with its own result', async () => {
    const alone = (x: number) => model.predict(Float32Array.of(x, 1), 1)[0];
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => predict([i, 1])));
    for (const [i, answer] of answers.entries()) {
      const { predictions } = (await answer.json()) as {
        predictions: { class: number; probabilities: number[] }[];
      };
      expect([answer.status, predictions.length]).toEqual([200, 1]);
      expect(predictions[0]?.class).toBe(alone(i)?.class);
      predictions[0]?.probabilities.forEach((value, at) =>
        expect(value).toBeCloseTo(alone(i)?.probabilities?.[at] ?? NaN, 5),
      );
    }
    const metrics = await (await call('/metrics')).text();
    expect(metrics).toMatch(/requests_total\{status="200"\} 50/);
    expect(Number(/batch_size_count (\d+)/.exec(metrics)?.[1])).toBeLessThan(50);
  });

  it('tells what it serves; health needs no token', async () => {
    expect(await (await call('/v1/model')).json()).toMatchObject({
      inputShape: [2],
      classNames: ['a', 'b', 'c'],
    });
    const health = await fetch(`${server.url}/health`);
    expect([health.status, await health.json()]).toEqual([200, { live: true, ready: true }]);
  });

  it.each<[string, string, RequestInit, number, string]>([
    [
      'no token',
      '/v1/predict',
      { method: 'POST', headers: { authorization: '' }, body: '{}' },
      401,
      'no token',
    ],
    ['a wrong token', '/metrics', { headers: { authorization: 'Bearer x' } }, 401, 'token is wrong'],
    ['a wrong method', '/v1/predict', {}, 405, 'use POST'],
    ['a wrong path', '/v1/models', {}, 404, 'does not answer /v1/models; it answers /health'],
    ['another origin', '/v1/model', { headers: { origin: 'http://evil.example' } }, 403, 'evil.example'],
    [
      'a form',
      '/v1/predict',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' },
      400,
      'content-type',
    ],
    ['a huge body', '/v1/predict', { method: 'POST', body: 'x'.repeat(9 * 1024 * 1024) }, 413, 'larger than'],
    ['deep JSON', '/v1/predict', { method: 'POST', body: '['.repeat(100_000) }, 400, 'nested deeper'],
    [
      '__proto__',
      '/v1/predict',
      { method: 'POST', body: '{"__proto__":{"inputs":[1,2]}}' },
      400,
      'must be an object',
    ],
    ['no UTF-8', '/v1/predict', { method: 'POST', body: Uint8Array.of(0xff) }, 400, 'UTF-8'],
    [
      'too many samples',
      '/v1/predict',
      { method: 'POST', body: JSON.stringify({ inputs: Array(65).fill([1, 2]) }) },
      413,
      'at most 64',
    ],
  ])('refuses %s', async (...[, path, init, status, message]) => {
    const answer = await call(path, init);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(message)]);
  });

  /** Sends raw bytes and gives what came back until the connection ended. */
  const raw = (text: string, { half = false } = {}) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () =>
        half ? socket.end(text) : socket.write(text),
      );
      let answer = '';
      socket.setTimeout(8_000, () => reject(new Error(`the connection stays open: ${answer}`)));
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString())).on('error', () => resolve(answer));
      socket.on('close', () => (socket.destroy(), resolve(answer)));
    });
  const head = (more: string) =>
    `POST /v1/predict HTTP/1.1\r\nauthorization: Bearer ${TOKEN}\r\ncontent-type: application/json\r\n${more}\r\n\r\n`;

  it('does not wait for a slow body, a half-closed connection or a foreign host', async () => {
    const slow = raw(`${head('host: 127.0.0.1\r\ncontent-length: 100')}{"inp`);
    const half = raw(`${head('host: 127.0.0.1\r\ncontent-length: 100')}{"inp`, { half: true });
    const foreign = raw(head('host: evil.example\r\nconnection: close\r\ncontent-length: 0'));
    expect(await slow).toContain('408');
    expect(await half).not.toContain('200 OK');
    expect(await foreign).toContain('403 Forbidden');
    expect((await predict([1, 2])).status).toBe(200);
    expect(await (await call('/metrics')).text()).toContain('ringmaster_serve_in_flight 0');
  });

  it('a full queue answers 503 with Retry-After; a late answer 504', async () => {
    const busy = await start({ maxBatch: 8, maxDelayMs: 500, maxQueue: 2, answerMs: 100 });
    const waiting = predict(
      [
        [1, 2],
        [3, 4],
      ],
      busy,
    );
    await expect.poll(async () => (await call('/metrics', {}, busy)).text()).toContain('queue_depth 2');
    const refused = await predict([1, 2], busy);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await waiting).status).toBe(504);
    await busy.drain();
  });

  it('drains: what is in flight is answered, what is new is refused, then it is gone', async () => {
    const other = await start({ maxDelayMs: 1_000 });
    const waiting = predict([1, 2], other);
    await expect.poll(async () => (await call('/metrics', {}, other)).text()).toContain('queue_depth 1');
    const drained = other.drain();
    expect((await waiting).status).toBe(200);
    await drained;
    await expect(predict([1, 2], other)).rejects.toThrow();
  });

  it('says when its port is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(start({ port })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
