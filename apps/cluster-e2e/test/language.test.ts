import { writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster, serveModel } from '../src/main.js';

interface Generated {
  readonly whole: string;
  readonly continuations: readonly {
    readonly text: string;
    readonly tokens: readonly number[];
    readonly logProbability: number;
    readonly finish: string;
  }[];
}

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!isFull)
  writeSync(2, 'SKIPPED: language models that generate, on two workers; npm run test:full trains them\n');

describe.runIf(isFull)('language models', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = createCluster();
    await cluster.up({ workers: 2 });
  }, 60_000);
  afterAll(() => cluster.close());

  const run = (example: string, ...set: readonly string[]) => cluster.example(example, { set });
  const generate = async (...args: readonly string[]): Promise<readonly Generated[]> => {
    const { code, stdout, stderr } = await cluster.cli(['generate', ...args, '--json']);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Generated);
  };

  it('a GPT trains on a text file, has its entropies beside it, and goes on with a prompt', async () => {
    const { jobId, metrics } = await run(
      'gpt-text',
      'training.maxSteps=4',
      'schedule.warmupSteps=1',
      'model.config.layers=1',
    );
    expect(metrics['unigramEntropy']).toBeGreaterThan(metrics['bigramEntropy'] ?? NaN);
    const draw = (seed: string) =>
      generate(jobId, '--prompt', 'Mara the', '--max-tokens', '8', '--top-k', '20', '--seed', seed);
    const [first] = await draw('1');
    expect(first?.whole.startsWith('Mara the')).toBe(true);
    expect(first?.continuations[0]?.tokens.length).toBeGreaterThan(0);
    expect(await draw('1')).toEqual([first]);
    const refused = await cluster.cli(['generate', jobId, '--prompt', 'a', '--beams', '2', '--top-k', '3']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--beams draws nothing')]);
    await servesTexts(jobId, first as Generated);
  }, 180_000);

  /** Over HTTP come the texts of the command line, two at a time; SIGTERM lets the streamed one end. */
  async function servesTexts(jobId: string, { continuations: [said] }: Generated): Promise<void> {
    const { url, child, exited } = await serveModel(cluster, [jobId]);
    const headers = { authorization: `Bearer ${cluster.token()}`, 'content-type': 'application/json' };
    const ask = (body: object) =>
      fetch(`${url}/v1/generate`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ prompt: 'Mara the', topK: 20, ...body }),
        signal: AbortSignal.timeout(60_000),
      });
    const texts = await Promise.all(
      [1, 2].map(async (seed) => (await (await ask({ maxTokens: 8, seed })).json()) as Generated),
    );
    expect(texts[0]?.continuations).toEqual([said]);
    expect(texts[1]?.continuations).not.toEqual([said]);
    for (const [body, message] of [
      [{ temperature: -1 }, 'temperature: '],
      [{ prompt: 7 }, 'prompt: '],
      [{ max_tokens: 8 }, 'max_tokens'],
    ] as const) {
      const answer = await ask(body);
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(message)]);
    }
    const stream = await ask({ maxTokens: 200, stream: true });
    const lines = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let told = (await lines.read()).value ?? '';
    child.kill('SIGTERM');
    for (let part = await lines.read(); !part.done; part = await lines.read()) told += part.value;
    expect(JSON.parse(told.trim().split('\n').at(-1)!)).toMatchObject({ done: true });
    expect(await exited).toBe(0);
  }

  it('a model without a language head is refused by name', async () => {
    const { jobId } = await run('mlp-blobs', 'training.maxSteps=2');
    const { code, stderr } = await cluster.cli(['generate', jobId, '--prompt', 'a']);
    expect(code).toBe(2);
    expect(stderr).toContain(`job ${jobId} cannot generate: it has no language head`);
  }, 60_000);

  it('a run begins with the weights and the tokenizer of another one; what does not fit is named', async () => {
    const { jobId } = await run(
      'bert-pretrain',
      'training.maxSteps=2',
      'schedule.warmupSteps=1',
      'model.config.layers=1',
    );
    const masked = await cluster.cli(['generate', jobId, '--prompt', 'a']);
    expect(masked.stderr).toContain('it was trained to find hidden tokens');
    const fine = [
      'run',
      'examples/bert.yaml',
      '--json',
      ...[
        '--set',
        `model.initial.from=${jobId}`,
        '--set',
        'training.maxSteps=2',
        '--set',
        'schedule.warmupSteps=1',
      ],
      ...['--set', 'model.config.layers=1'],
    ];
    const { code } = await cluster.cli(fine);
    expect(code).toBe(0);
    const refused = await cluster.cli([...fine, '--set', 'model.initial.fresh=[pooler]']);
    expect(refused.code).toBe(1);
    expect(refused.stdout + refused.stderr).toContain('has no weight \\"logits/kernel\\" of shape [32, 4]');
  }, 120_000);

  it('the Transformer translates by beam search', async () => {
    const { jobId, metrics } = await run('translation', 'training.maxSteps=4', 'schedule.warmupSteps=1');
    expect(Object.keys(metrics)).toContain('generatedExactMatch');
    const [one] = await generate(jobId, '--prompt', '5 17', '--beams', '4', '--max-tokens', '12');
    expect(one?.continuations).toHaveLength(4);
  }, 120_000);
});
