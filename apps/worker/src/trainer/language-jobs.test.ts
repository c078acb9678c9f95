import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeSafetensors, type StoredFile } from '@ringmaster/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateTexts } from '../generate/generate-texts.js';
import { assignment, go, startTrainer } from '../testing/trainer-in-process.js';

const examples = (name: string) =>
  fileURLToPath(new URL(`../../../../examples/data/${name}`, import.meta.url));
const size = { layers: 1, width: 16, heads: 2 };
const common = {
  version: 1,
  kind: 'train',
  loss: 'sparseCategoricalCrossentropy',
  training: { maxSteps: 2, seed: 7, shards: 1, evaluateEvery: 'end' },
};
const words = { kind: 'word' };

/** Trains two steps of a job; gives its result and what it published. */
async function trained(document: object, dataRoots: Readonly<Record<string, string>>) {
  const trainer = await startTrainer(dataRoots);
  trainer.order({ type: 'assign', assignment: assignment({ ...common, ...document }) });
  await trainer.heard('ready');
  trainer.order(go());
  const { result } = await trainer.heard('finished');
  await trainer.heard('idle');
  const file = (name: string): StoredFile => {
    const found = trainer.files.find((each) => each.name === name);
    if (!found)
      throw new Error(
        `${name} was not published; there are ${trainer.files.map((each) => each.name).join()}`,
      );
    return found;
  };
  return { result, file };
}

const masked = {
  model: { name: 'bert', config: size },
  data: {
    dataset: 'text',
    source: 'notes',
    config: {
      file: 'unlabelled.txt',
      documents: 'line',
      windows: 'document',
      length: 10,
      tokenizer: words,
      objective: 'masked',
    },
  },
  task: { kind: 'languageModel' },
};
const tuned = (initial: object) => ({
  model: {
    name: 'bert',
    config: { ...size, head: 'classification' },
    initial: { source: 'earlier', ...initial },
  },
  data: {
    dataset: 'labelled-text',
    source: 'notes',
    config: {
      files: { train: 'labelled.jsonl', test: 'test.jsonl' },
      text: 'text',
      label: 'subject',
      length: 10,
    },
    batchSize: 8,
  },
  optimizer: { kind: 'sgd', learningRate: 1e-30 },
});

describe('jobs of language models', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rm-language-'));
  const roots = { notes: examples('notes'), stories: examples('stories'), earlier: directory };
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const keep = ({ name, bytes }: StoredFile) => writeFileSync(join(directory, basename(name)), bytes);

  describe('that begin with another model', () => {
    let earlier: ReturnType<typeof decodeSafetensors>;
    beforeAll(async () => {
      const { file } = await trained(masked, roots);
      keep(file('model/model.safetensors'));
      earlier = decodeSafetensors(file('model/model.safetensors').bytes);
      const numbers = JSON.parse(new TextDecoder().decode(file('model/vocab.json').bytes)) as object;
      expect(Object.keys(numbers).slice(0, 5)).toEqual(['<pad>', '<unknown>', '<start>', '<end>', '<mask>']);
    }, 60_000);

    it('have its weights and its tokenizer; what is fresh is new', async () => {
      const { file, result } = await trained(tuned({ fresh: ['pooler', 'logits'] }), roots);
      const { tensors, metadata } = decodeSafetensors(file('model/model.safetensors').bytes);
      const before = new Map(earlier.tensors.map((each) => [each.name, each.data]));
      const shared = tensors.filter(({ name }) => !/^(pooler|logits)\//.test(name));
      expect(shared.length).toBeGreaterThan(10);
      for (const { name, data } of shared) expect(data, name).toEqual(before.get(name));
      const tokenizer = (text = '{}') =>
        (JSON.parse(text) as { tokens?: { tokenizer?: unknown } }).tokens?.tokenizer;
      expect(tokenizer(metadata['dataset'])).toEqual(tokenizer(earlier.metadata['dataset']));
      expect(tokenizer(metadata['dataset'])).toBeDefined();
      expect(result.artifacts).toContain('pictures/attention.png');
    }, 60_000);

    it('name what does not fit', async () => {
      const trainer = await startTrainer(roots);
      trainer.order({
        type: 'assign',
        assignment: assignment({ ...common, ...tuned({ fresh: ['pooler'] }) }),
      });
      const failed = await trainer.heard('failed');
      expect(JSON.stringify(failed)).toContain(
        'earlier/model.safetensors has no weight \\"logits/kernel\\" of shape [16, 4]',
      );
    }, 60_000);
  });

  it('translate the test split, when they are asked to', async () => {
    const { result } = await trained(
      {
        model: { name: 'transformer', config: size },
        data: {
          dataset: 'synthetic',
          config: { kind: 'languagePair', train: 64, validation: 8, test: 3 },
          batchSize: 32,
        },
        task: { kind: 'sequenceToSequence', padding: 0, decode: { beams: 2 } },
      },
      roots,
    );
    expect(result.metrics['generatedExactMatch']).toBe(0);
  }, 60_000);

  it('have the entropies of their text beside the loss, and go on with a prompt', async () => {
    const { result, file } = await trained(
      {
        model: { name: 'gpt', config: size },
        data: {
          dataset: 'text',
          source: 'stories',
          config: { length: 16, tokenizer: words, split: { test: 0.1 } },
        },
        task: { kind: 'languageModel' },
      },
      roots,
    );
    const { unigramEntropy = NaN, bigramEntropy = NaN } = result.metrics;
    expect(unigramEntropy).toBeGreaterThan(bigramEntropy);
    expect(bigramEntropy).toBeGreaterThan(0.5);
    for (const name of ['model.json', 'weights.bin']) keep(file(`model/${name}`));
    const order = {
      modelDir: directory,
      label: 'job-one',
      prompts: ['Mara the', 'Tom'],
      options: { maxTokens: 5, temperature: 1, topK: 10, beams: 1, lengthPenalty: 0, seed: 3 },
      device: 'cpu' as const,
    };
    const read = async () => {
      const lines: { whole: string; continuations: { tokens: number[] }[] }[] = [];
      for await (const line of generateTexts(order)) lines.push(JSON.parse(line) as (typeof lines)[number]);
      return lines;
    };
    const lines = await read();
    expect(lines.map(({ whole }) => whole.split(' ')[0])).toEqual(['mara', 'tom']);
    expect(lines[0]?.continuations[0]?.tokens.length).toBeGreaterThan(0);
    expect(await read()).toEqual(lines);
  }, 60_000);
});
