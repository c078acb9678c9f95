import { readInputs } from '@ringmaster/data';
import { expect, it } from 'vitest';
import { readExportedModel } from './exported-model.js';

const NORMALIZER = { kind: 'standardize', mean: [3, 20], std: [2, 10] };
const modelOf = (data: Record<string, unknown>, dataset: Record<string, unknown> = {}) => {
  const weights = [{ name: 'dense/kernel', shape: [2, 3], dtype: 'float32' }];
  const json = {
    format: 'layers-model',
    modelTopology: {},
    weightsManifest: [{ paths: ['weights.bin'], weights }],
    userDefinedMetadata: {
      ...{ jobId: 'j', weightsSha256: '00', normalizer: NORMALIZER },
      dataset: { name: 'petals', hash: 'aa', columns: ['long', 'wide'], ...dataset },
      job: { loss: 'sparseCategoricalCrossentropy', data },
    },
  };
  return readExportedModel(JSON.stringify(json), new Uint8Array(24));
};
const CSV = new TextEncoder().encode('note,wide,long,kind\nx,,7,p\ny,1,NA,q\n');
const read = async ({ table }: ReturnType<typeof modelOf>) => [
  ...(await readInputs({ name: 'new.csv', bytes: CSV, format: undefined }, { shape: [2], ...table })).x,
];

it.each(['mean', 'median', 'mostFrequent'])(
  'fills a new sample in with the %s of the training split, and takes the features that stayed by their names',
  async (missing) => {
    const config = { label: 'kind', missing };
    const model = modelOf({ normalize: 'robust', config }, { fillings: [3.5, 25] });
    expect(await read(model)).toEqual([7, 25, 3.5, 1]);
  },
);

it('does not take the shift of another scaling for a mean, where an older export has no list of fillings', async () => {
  const config = { label: 'kind', missing: 'mean' };
  expect(await read(modelOf({ normalize: 'standardize', config }))).toEqual([7, 20, 3, 1]);
  await expect(read(modelOf({ normalize: 'robust', config }))).rejects.toThrow(
    'the model does not say what stands in for it',
  );
});

it('refuses a model.json that is nested without end before it is parsed', () => {
  const deep = `{"modelTopology":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  expect(() => readExportedModel(deep, new Uint8Array())).toThrow('model.json: nested deeper than');
});
