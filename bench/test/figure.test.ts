import { describe, expect, it } from 'vitest';
import { chosen } from '../src/benches/registry.js';
import { parseArguments } from '../src/core/arguments.js';
import type { Contender } from '../src/core/contender.js';
import { Figure, figuresOf } from '../src/core/figure.js';
import { renderReport } from '../src/core/report.js';
import { interleave } from '../src/core/rounds.js';
import type { Bench } from '../src/core/bench.js';
import { runBenches } from '../src/core/run-benches.js';
import type { Settings } from '../src/core/settings.js';
import { quantity, table } from '../src/core/text.js';

const facts = { bench: 'step', metric: 'mlp', unit: 'samples/s', threads: 2, processes: 1 };

describe('figures', () => {
  it('are one line a peer, each of the schema', () => {
    const figures = figuresOf(
      facts,
      [100, 120, 110],
      new Map([
        ['a', [50, 60, 55]],
        ['b', [200, 240, 220]],
      ]),
    );
    expect(figures.map((figure) => Figure.parse(JSON.parse(JSON.stringify(figure))))).toEqual(figures);
    expect(figures.map(({ peer, ratio, value, n }) => ({ peer, ratio, value, n }))).toEqual([
      { peer: 'a', ratio: 2, value: 110, n: 3 },
      { peer: 'b', ratio: 0.5, value: 110, n: 3 },
    ]);
  });

  it('are our own alone without peers', () =>
    expect(figuresOf(facts, [123_456.789])).toEqual([
      { ...facts, value: 123_500, min: 123_500, max: 123_500, n: 1 },
    ]));

  it.each([{}, { ...facts, value: 1, min: 1, max: 1, n: 0 }, { ...facts, value: 'x', min: 1, max: 1, n: 1 }])(
    'refuse %j',
    (line) => expect(Figure.safeParse(line).success).toBe(false),
  );
});

describe('rounds', () => {
  it('alternate, and each contender leads once', async () => {
    const order: string[] = [];
    const contender = (name: string): Contender => ({
      name,
      measure: async () => order.push(name),
      close: async () => undefined,
    });
    const rounds = await interleave(['a', 'b', 'c'].map(contender), {
      rounds: 3,
      request: {},
      onFailure: (_, cause) => expect(cause).toBeUndefined(),
    });
    expect(order.join('')).toBe('abcbcacab');
    expect(rounds.get('a')).toEqual([1, 6, 8]);
  });
});

describe('a contender that fails', () => {
  const good: Contender = { name: 'good', measure: async () => 1, close: async () => undefined };
  const bad: Contender = { ...good, name: 'bad', measure: () => Promise.reject(new TypeError('broken')) };

  it('is told and left out, with all of its rounds', async () => {
    const failures: string[] = [];
    const onFailure = (name: string) => void failures.push(name);
    const rounds = await interleave([good, bad], { rounds: 2, request: {}, onFailure });
    expect([...rounds]).toEqual([['good', [1, 1]]]);
    expect(new Set(failures)).toEqual(new Set(['bad']));
  });

  it('does not keep the other benchmarks from running', async () => {
    const bench = (name: string, run: Bench['run']): Bench => ({ name, summary: '', run });
    const listener = { say: () => undefined, figure: () => undefined };
    const benches = [
      bench('broken', () => Promise.reject(new TypeError('no socket'))),
      bench('whole', async (_, on) => figuresOf(facts, [1]).forEach((figure) => on.figure(figure))),
    ];
    const outcome = await runBenches(benches, { peers: false } as Settings, listener);
    expect(outcome).toMatchObject({ failed: ['broken'], notes: ['broken failed: no socket'] });
    expect(outcome.figures).toHaveLength(1);
  });
});

describe('the report', () => {
  const figures = [
    ...figuresOf(
      facts,
      [100],
      new Map([
        ['torch', [200]],
        ['keras', [50]],
      ]),
    ),
    ...figuresOf({ ...facts, metric: 'cnn' }, [100], new Map([['torch', [50]]])),
  ];
  const report = renderReport({
    figures,
    benches: [
      { name: 'step', summary: 'training steps' },
      { name: 'soak', summary: 'minutes' },
    ],
    machine: [['processor', 'X, 2 cores']],
    versions: [['torch', '2.15.0']],
    notes: ['keras-xla does not run here: no compiler\nTraceback'],
    command: 'npm run bench -- --peers --report',
    date: '2026-01-02T03:04:05Z',
    isSmokeRun: false,
  });

  it('tells date, machine, versions, figures with their ratios, and what is missing', () => {
    for (const text of [
      '2026-01-02',
      '| processor | X, 2 cores |',
      '| torch | 2.15.0 |',
      '| mlp | 100 samples/s | torch | 200 samples/s | 0.50 (0.50–0.50) |',
      'geometric mean 1.00',
      '- `soak` was not run.',
      '- keras-xla does not run here: no compiler',
    ])
      expect(report).toContain(text);
    expect(report).not.toContain('Traceback');
    expect(report).not.toContain('smoke');
  });

  it('aligns its table', () => {
    const lines = table(figures).split('\n');
    expect(new Set(lines.map((line) => line.indexOf(line.includes('metric') ? 'ours' : '100 '))).size).toBe(
      1,
    );
  });

  it.each([
    [3.21e9, 'bytes/s', '3.21 GB/s'],
    [17e6, 'bytes/s', '17 MB/s'],
    [12_345.6, 'samples/s', '12,346 samples/s'],
    [0.3461, 's', '0.346 s'],
  ])('writes %d %s as %s', (value, unit, want) => expect(quantity(value, unit)).toBe(want));
});

describe('the command line', () => {
  it('takes names and flags', () =>
    expect(
      parseArguments(['step', 'soak', '--peers', '--report', '--models', 'mlp,gpt', '--rounds', '3'], []),
    ).toMatchObject({
      names: ['step', 'soak'],
      peers: true,
      json: false,
      report: true,
      models: ['mlp', 'gpt'],
      rounds: 3,
    }));

  it.each([[['--rounds', '0']], [['--nonsense']], [['--models', 'vgg']]])('refuses %j', (args) =>
    expect(() => parseArguments(args, [])).toThrow(expect.objectContaining({ code: 'invalid' })),
  );

  it('knows its benchmarks, and guesses', () => {
    expect(chosen([]).map(({ name }) => name)).toEqual([
      'step',
      'allreduce',
      'stream',
      'scaling',
      'startup',
      'data-threads',
      'recovery',
      'scheduler',
      'soak',
    ]);
    expect(() => chosen(['strem'])).toThrow(/did you mean stream/);
  });
});
