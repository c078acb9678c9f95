import { WeightRule } from '@ringmaster/contracts';
import { describe, expect, it } from 'vitest';
import { fitWeights, type FitOptions, type GivenWeight, type WantedWeight } from './fit-weights.js';
import { laidOut, laidOutShape } from './weight-layout.js';
import { weightNames } from './weight-names.js';

const count = (shape: readonly number[]) => shape.reduce((product, dim) => product * dim, 1);
const tensor = (name: string, shape: readonly number[], dtype = 'F32'): GivenWeight => ({
  ...{ name, shape, dtype },
  ...(dtype.includes('F') && { values: () => Float32Array.from({ length: count(shape) }, (_, i) => i) }),
});
const rules = (...given: readonly object[]) => given.map((rule) => WeightRule.parse(rule));
const fit = (wanted: readonly WantedWeight[], given: readonly GivenWeight[], o: Partial<FitOptions> = {}) =>
  fitWeights(wanted, given, { fresh: [], label: 'a.npz', ...o });

describe('names', () => {
  it.each([
    ['features.0.weight', [{ from: 'features.0.weight', to: 'conv1/kernel' }], 'conv1/kernel'],
    ['layers.3.mlp.up.bias', [{ from: 'layers.*.mlp.*.bias', to: 'block*_*/bias' }], 'block3_up/bias'],
    ['a.b', [{ from: 'a.b', to: '$1' }], '$1'],
    ['axb', [{ from: 'a.b', to: 'c' }], undefined],
    [
      'layer2.1.conv3.weight',
      [{ match: 'layer(\\d)\\.(\\d)\\.conv(\\d)\\.weight', to: 'stage$1_block$2_conv$3/kernel' }],
      'stage2_block1_conv3/kernel',
    ],
    ['xlayer2', [{ match: 'layer\\d', to: 'y' }], undefined],
    ['w', [{ from: '*', transpose: 'linear' }], 'w'],
    [
      'w',
      [
        { from: 'w', to: 'first' },
        { from: '*', to: 'second' },
      ],
      'first',
    ],
  ])('%s by %j is %s', (name, given, expected) =>
    expect(weightNames(rules(...given))(name)?.name).toBe(expected),
  );

  it.each([
    [{ to: 'b' }, 'give either `from` or `match`'],
    [{ from: 'a', match: 'a' }, 'give either `from` or `match`'],
    [{ from: 'a', to: 'b', skip: true }, 'give either `to` or `skip`'],
    [{ match: '(' }, 'is not a regular expression'],
    [{ from: 'a*', to: '*.*' }, 'has more `*` than `from`'],
  ])('%j is refused', (rule, message) =>
    expect(WeightRule.safeParse(rule).error?.issues.map((issue) => issue.message)).toContain(message),
  );
});

describe('layouts', () => {
  const values = (shape: readonly number[]) => Float32Array.from({ length: count(shape) }, (_, i) => i);

  it('of dense layers and convolutions of any dimension are turned', () => {
    expect([...laidOut(values([2, 3]), [2, 3], { transpose: 'linear' })]).toEqual([0, 3, 1, 4, 2, 5]);
    for (const window of [[2], [2, 3], [2, 3, 2]]) {
      const [out, inputs] = [3, 2];
      const shape = [out, inputs, ...window];
      expect(laidOutShape(shape, { transpose: 'convolution' })).toEqual([...window, inputs, out]);
      const turned = laidOut(values(shape), shape, { transpose: 'convolution' });
      const places = count(window);
      for (let o = 0; o < out; o++)
        for (let i = 0; i < inputs; i++)
          for (let p = 0; p < places; p++)
            expect(turned[(p * inputs + i) * out + o]).toBe((o * inputs + i) * places + p);
    }
  });

  it('of any order are turned; what follows a flattened picture gets its rows by place', () => {
    expect([...laidOut(values([2, 1, 2]), [2, 1, 2], { transpose: [2, 1, 0] })]).toEqual([0, 2, 1, 3]);
    // Two channels of three places, one output.
    const layout = { transpose: 'linear', channels: 2 } as const;
    expect([...laidOut(values([1, 6]), [1, 6], layout)]).toEqual([0, 3, 1, 4, 2, 5]);
  });

  it.each([
    [[2, 3, 4], { transpose: 'linear' as const }, 'transpose: "linear" does not fit its 3 dimensions'],
    [[2, 3], { transpose: 'convolution' as const }, 'transpose: "convolution" does not fit its 2 dimensions'],
    [[2, 3], { transpose: [0, 0] }, 'transpose: [0,0] does not fit its 2 dimensions'],
    [[2, 3], { channels: 4 }, 'channels: 4 does not divide the 2 inputs that it has'],
  ])('%j by %j is refused', (shape, layout, why) => expect(laidOutShape(shape, layout)).toBe(why));
});

describe('a file of weights', () => {
  const wanted = [
    { name: 'conv/kernel', shape: [2, 2, 1, 3] },
    { name: 'dense/kernel', shape: [2, 3] },
    { name: 'dense/bias', shape: [3] },
  ];
  const names = rules(
    { from: '*.num_batches', skip: true },
    { from: 'features.0.weight', to: 'conv/kernel', transpose: 'convolution' },
    { from: 'fc.weight', to: 'dense/kernel', transpose: 'linear' },
    { from: 'fc.*', to: 'dense/*' },
  );
  const given = [
    tensor('features.0.weight', [3, 1, 2, 2]),
    tensor('fc.weight', [3, 2]),
    tensor('fc.bias', [3]),
    tensor('bn.num_batches', [], 'I64'),
  ];

  it('fits by its rules, in strict mode too', () => {
    const { taken, fresh, unused, problems } = fit(wanted, given, { names, strict: true });
    expect([problems, fresh, unused]).toEqual([[], [], []]);
    expect([...(taken.get('dense/kernel')?.() ?? [])]).toEqual([0, 2, 4, 1, 3, 5]);
  });

  it('is told everything that does not fit at once', () => {
    const wrong = [
      tensor('features.0.weight', [3, 2, 2, 2]),
      tensor('fc.weight', [2, 3]),
      tensor('dense/kernel', [2, 3]),
      tensor('fc.bias', [3], 'I64'),
      tensor('extra', [1]),
    ];
    const more = [...wanted, { name: 'head/bias', shape: [2] }];
    expect(fit(more, wrong, { names, strict: true, fresh: ['heat'] }).problems).toEqual([
      'model.initial.names.0: no tensor of a.npz is left for "*.num_batches": look at its spelling, and at the rules before it',
      'model.initial.fresh: the model has no weight or layer "heat"',
      'model.initial.names: "fc.weight" and "dense/kernel" of a.npz both become "dense/kernel"',
      'model.initial: "conv/kernel" has the shape [3, 2, 2, 2] in a.npz (there "features.0.weight"), transposed to [2, 2, 2, 3], but [2, 2, 1, 3] here; list it, or its layer, under model.initial.fresh to begin it anew',
      'model.initial: "dense/kernel" has the shape [2, 3] in a.npz (there "fc.weight"), transposed to [3, 2], but [2, 3] here; list it, or its layer, under model.initial.fresh to begin it anew',
      'model.initial: "dense/bias" is of type I64 in a.npz (there "fc.bias"), but must hold floating-point numbers',
      'model.initial: a.npz has no weight "head/bias" of shape [2]; name it under model.initial.names, or list it, or its layer, under model.initial.fresh to begin it anew',
      'model.initial.strict: "extra" of a.npz is used by no weight; name it under model.initial.names, there with skip: true, or leave strict out',
    ]);
  });

  it('may lack weights where strict is false, but none of another shape', () => {
    const few = [tensor('dense/bias', [3]), tensor('dense/kernel', [3, 3]), tensor('other', [1])];
    const { fresh, unused, problems } = fit(wanted, few, { strict: false });
    expect([fresh, unused, problems.length]).toEqual([['conv/kernel'], ['other'], 1]);
    expect(problems[0]).toContain('"dense/kernel" has the shape [3, 3]');
  });
});
