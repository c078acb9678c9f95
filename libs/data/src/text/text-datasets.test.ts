import { TrainError } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../byte-source.js';
import { openDataset } from '../open.js';
import { END, MASK, PADDING, START } from './token-facts.js';
import { openTokenizer } from './tokenizers.js';

const source = (files: Readonly<Record<string, string | Uint8Array>>): ByteSource => ({
  read: async (name) => {
    const file = files[name];
    if (file === undefined) throw new TrainError('not_found', `no ${name}`);
    return typeof file === 'string' ? new TextEncoder().encode(file) : file;
  },
  list: async () => Object.keys(files).sort(),
});

const open = (
  dataset: string,
  config: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string | Uint8Array>>,
  initial?: Parameters<typeof openDataset>[1]['initial'],
) =>
  openDataset(
    { dataset, source: 'books', config, augment: [] },
    { source: () => source(files), seed: 5, initial },
  );

const message = async (work: Promise<unknown>): Promise<string> => {
  const error = TrainError.from(await work.catch((caught: unknown) => caught));
  return `${error.code} ${error.message}`;
};
const ids = (count: number) => Uint32Array.from({ length: count }, (_, id) => id);
const rowsOf = (data: ArrayLike<number>, width: number) =>
  Array.from({ length: data.length / width }, (_, row) =>
    Array.from(data).slice(row * width, (row + 1) * width),
  );

const words = { kind: 'word' };

describe('text files', () => {
  it('are windows of tokens, labelled with the next ones', async () => {
    const files = { 'a.txt': 'one two three four\n\nfive six', 'b/c.txt': 'seven eight nine' };
    const dataset = await open('text', { tokenizer: words, length: 4 }, files);
    const { tokens, classes, sizes } = dataset.info;
    const tokenizer = openTokenizer(tokens?.tokenizer ?? { kind: 'word', lowercase: true, words: [] });
    expect(classes).toBe(tokenizer.size);
    const stream = [
      ...tokenizer.encode('one two three four'),
      END,
      ...tokenizer.encode('five six'),
      END,
      ...tokenizer.encode('seven eight nine'),
      END,
    ];
    // 12 tokens: windows of 5 begin at 0 and 4; what begins at 8 is too short.
    expect(sizes).toEqual({ train: 2, validation: 0, test: 0 });
    const { x, y } = dataset.read('train', Uint32Array.of(1, 0));
    expect(rowsOf(x.data, 4)).toEqual([stream.slice(4, 8), stream.slice(0, 4)]);
    expect(rowsOf(y.data, 4)).toEqual([stream.slice(5, 9), stream.slice(1, 5)]);
    const close = await open('text', { tokenizer: words, length: 4, stride: 1 }, files);
    expect(close.info.sizes.train).toBe(8);
  });

  it('fit the tokenizer on the training documents alone, in any order of reading', async () => {
    const lines = Array.from(
      { length: 40 },
      (_, at) => `word${String.fromCharCode(97 + (at % 26))}${at < 26 ? '' : 'x'} is here`,
    );
    const config = {
      documents: 'line',
      tokenizer: words,
      length: 4,
      split: { test: 0.25, validation: 0.25 },
    };
    const dataset = await open('text', config, { 'a.txt': lines.join('\n') });
    const { tokens, sizes } = dataset.info;
    expect(sizes.test).toBeGreaterThan(0);
    const tokenizer = openTokenizer(tokens?.tokenizer ?? { kind: 'word', lowercase: true, words: [] });
    // 20 of the 40 words are of training documents, beside "is", "here" and the special ones.
    expect(tokenizer.size).toBe(5 + 20 + 2);
    const again = await open('text', config, { 'a.txt': lines.join('\n') });
    expect(again.read('test', ids(2))).toEqual(dataset.read('test', ids(2)));
  });

  it('may begin a window with each document', async () => {
    const config = { tokenizer: { kind: 'character' }, documents: 'line', windows: 'document', length: 5 };
    const dataset = await open('text', config, { 'a.txt': 'abcdef\ng\n' });
    const tokenizer = openTokenizer(dataset.info.tokens?.tokenizer ?? { kind: 'character', characters: [] });
    const [a, b, c, d, e, f, g] = tokenizer.encode('abcdefg') as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const { x, y } = dataset.read('train', ids(3));
    expect(rowsOf(x.data, 5)).toEqual([
      [START, a, b, c, d],
      [START, e, f, END, PADDING],
      [START, g, END, PADDING, PADDING],
    ]);
    expect(rowsOf(y.data, 5)[0]).toEqual([a, b, c, d, END]);
  });

  it('hide tokens for a masked model: the same ones whenever a sample is read, others in its copies', async () => {
    const config = {
      objective: 'masked',
      masked: { share: 0.15, copies: 2 },
      tokenizer: words,
      length: 50,
      split: { test: 0.5, kind: 'ordered' },
    };
    const word = (at: number) => `w${String.fromCharCode(97 + (at % 20))}`;
    const paragraph = Array.from({ length: 2_000 }, (_, at) => word(at * at)).join(' ');
    const dataset = await open('text', config, { 'a.txt': `${paragraph}\n\n${paragraph}` });
    const { train, test } = dataset.info.sizes;
    expect([train, test]).toEqual([80, 40]);
    const batch = dataset.read('train', ids(80));
    const mask = batch.extras?.['mask']?.data ?? new Float32Array();
    const share = [...mask].reduce((sum, value) => sum + value, 0) / mask.length;
    expect(share).toBeGreaterThan(0.13);
    expect(share).toBeLessThan(0.17);
    const hidden = [...mask.keys()].filter((at) => mask[at] === 1);
    const kinds = (is: (at: number) => boolean) => hidden.filter(is).length / hidden.length;
    expect(kinds((at) => batch.x.data[at] === MASK)).toBeCloseTo(0.8, 1);
    // 10 % stay, and one in 20 of the random words is the right one.
    expect(kinds((at) => batch.x.data[at] === batch.y.data[at])).toBeCloseTo(0.1, 1);
    expect([...mask.keys()].every((at) => mask[at] === 1 || batch.x.data[at] === batch.y.data[at])).toBe(
      true,
    );
    const one = dataset.read('train', Uint32Array.of(7));
    expect([...one.x.data]).toEqual([...batch.x.data.slice(350, 400)]);
    expect([...batch.y.data.slice(0, 50)]).toEqual([...batch.y.data.slice(50, 100)]);
    expect([...mask.slice(0, 50)]).not.toEqual([...mask.slice(50, 100)]);
  });

  it('say which file, line and field is wrong', async () => {
    const good = { 'a.txt': 'some words are here in this text' };
    const cases: readonly (readonly [
      Readonly<Record<string, unknown>>,
      Readonly<Record<string, string | Uint8Array>>,
      string,
    ])[] = [
      [{}, { 'a.txt': Uint8Array.of(97, 255, 97) }, 'data_corrupt a.txt: byte 1: not UTF-8 text'],
      [{ documents: 'line' }, { 'a.txt': 'a\nb\0' }, 'data_corrupt a.txt:2: a NUL character'],
      [
        { length: 64 },
        good,
        'data_corrupt a.txt:1: the 1 documents of the train split are too short for a window of 65 tokens',
      ],
      [{ directory: 'none' }, good, 'not_found data set books holds no file below none/'],
      [{ length: 2 }, good, 'invalid data.config.length:'],
      [
        { tokenizer: { kind: 'bytePair', vocabulary: 10 } },
        good,
        'invalid data.config.tokenizer.vocabulary:',
      ],
      [
        { file: 'a.txt', directory: 'b' },
        good,
        'invalid data.config.directory: give one of file and directory',
      ],
      [{ windows: 'document', stride: 2 }, good, 'invalid data.config.stride:'],
      [{ split: { kind: 'stratified' } }, good, 'invalid data.config.split.kind:'],
    ];
    for (const [config, files, expected] of cases)
      expect(await message(open('text', config, files))).toContain(expected);
  });

  it('take the tokenizer of the model that training begins with, and no other', async () => {
    const initial = { kind: 'word', lowercase: true, words: ['here', 'text'] } as const;
    const files = { 'a.txt': 'this text is here, here, here' };
    const dataset = await open('text', { length: 4 }, files, { ...initial, words: [...initial.words] });
    expect(dataset.info.classes).toBe(7);
    expect(
      await message(open('text', { length: 4, tokenizer: words }, files, { ...initial, words: [] })),
    ).toContain('invalid data.config.tokenizer: the model that training begins with');
  });
});

describe('labelled texts', () => {
  const config = { text: 'review', label: 'stars', tokenizer: words, length: 6 };

  it('are read from CSV and JSON lines alike', async () => {
    const csv = 'id,review,stars\n1,"good, really",up\n2,bad thing with too many words,down\n';
    const jsonl =
      '{"review":"good, really","stars":"up"}\n{"stars":"down","review":"bad thing with too many words"}\n';
    const a = await open('labelled-text', { ...config, file: 'a.csv' }, { 'a.csv': csv });
    const b = await open('labelled-text', { ...config, file: 'a.jsonl' }, { 'a.jsonl': jsonl });
    expect({ ...a.info, hash: '' }).toEqual({ ...b.info, hash: '' });
    expect(a.info).toMatchObject({ classes: 2, classNames: ['down', 'up'], inputShape: [6], labelShape: [] });
    const [left, right] = [a.read('train', ids(2)), b.read('train', ids(2))];
    expect(left).toEqual(right);
    const rows = rowsOf(left.x.data, 6);
    expect([rows[0]?.[0], rows[0]?.[4], rows[0]?.[5]]).toEqual([START, END, PADDING]);
    expect([rows[1]?.[0], rows[1]?.[5]]).toEqual([START, END]);
    expect([...left.y.data]).toEqual([1, 0]);
  });

  it('say which file, line and column is wrong', async () => {
    const csv = (text: string) => ({ 'a.csv': text });
    const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
      [
        csv('id,stars\n1,up\n'),
        'data_corrupt a.csv:1: there is no column "review"; the columns are "id", "stars"',
      ],
      [csv('review,stars\nfine,up\n  ,down\n'), 'data_corrupt a.csv:3:1: the text is empty'],
      [csv('review,stars\nfine,up\nbad,\n'), 'data_corrupt a.csv:3:5: the label is missing'],
      [csv('review,stars\nfine,up\nbad,down,more\n'), 'data_corrupt a.csv:3:10: 3 fields, but'],
      [csv('review,stars\nfine,up\nbad,up\n'), 'its training samples all have the same label'],
    ];
    for (const [files, expected] of cases)
      expect(await message(open('labelled-text', { ...config, file: 'a.csv' }, files))).toContain(expected);
    const jsonl = { 'a.jsonl': '{"review":"x","stars":"up"}\n{"review":7,"stars":"up"}\n' };
    expect(await message(open('labelled-text', { ...config, file: 'a.jsonl' }, jsonl))).toContain(
      'data_corrupt a.jsonl:2:2: "review" is missing, or is no text',
    );
    const lists = { 'a.csv': 'review,stars\na,up\nb,down\n', 'b.csv': 'review,stars\nc,left\n' };
    const split = { ...config, files: { train: 'a.csv', test: 'b.csv' } };
    expect(await message(open('labelled-text', split, lists))).toContain(
      'data_corrupt b.csv:2:3: the label "left" does not occur in the training split',
    );
  });
});
