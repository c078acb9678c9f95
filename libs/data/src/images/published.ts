import { z } from 'zod';
import type { OpenContext } from '../definition.js';
import { defineDataset } from '../definition.js';
import { FileName } from '../files/file-names.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import type { SampleBlock } from '../files/sample-block.js';
import { SplitSpec } from '../split-spec.js';
import { type CifarKind, readCifar } from './cifar.js';
import { idxBlock } from './idx-dataset.js';
import { CIFAR_100_FILES, CIFAR_10_FILES, FASHION_MNIST_FILES, MNIST_FILES } from './published-files.js';

const directory = FileName.optional().describe('where the files lie, below the data; default: at its top');
const split = SplitSpec.refine(({ test }) => test === 0, {
  path: ['test'],
  message: 'the published test files are the test split: leave this out',
}).prefault({});

const PublishedConfig = z.strictObject({ directory, split });
const Cifar100Config = z.strictObject({
  directory,
  split,
  labels: z.enum(['fine', 'coarse']).default('fine').describe('100 classes, or their 20 superclasses'),
});

interface Published {
  /** SHA-256 by name of file. */
  readonly files: Readonly<Record<string, string>>;
  readonly classes: number;
  readonly classNames?: readonly string[];
}
interface Location {
  readonly directory?: string | undefined;
  readonly split: SplitSpec;
}

const below = (folder: string | undefined, name: string) =>
  folder === undefined ? name : `${folder}/${name}`;

/** The published files' SHA-256 under the names that they have here. */
const placed = ({ files }: Published, folder: string | undefined) =>
  Object.fromEntries(Object.entries(files).map(([name, sha256]) => [below(folder, name), sha256]));

/** Images and labels of MNIST's four files. @throws TrainError `data_corrupt` naming a file and both hashes */
export function openIdxFiles(published: Published, at: Location, context: OpenContext) {
  const pair = (stem: string) => ({
    images: below(at.directory, `${stem}-images-idx3-ubyte.gz`),
    labels: below(at.directory, `${stem}-labels-idx1-ubyte.gz`),
  });
  return openFileDataset(context, {
    groups: { train: [pair('train')], test: [pair('t10k')] },
    names: ({ images, labels }) => [images, labels],
    read: ({ images, labels }, bytes) =>
      idxBlock({ name: images, bytes: bytes(images) }, { name: labels, bytes: bytes(labels) }),
    split: at.split,
    classes: published.classes,
    classNames: published.classNames,
    sha256: placed(published, at.directory),
  });
}

/** Files of CIFAR's binary version; those that test have it in their name. */
export function openCifarFiles(
  published: Published,
  { kind, ...at }: Location & { readonly kind: CifarKind },
  context: OpenContext,
) {
  const names = Object.keys(published.files).map((name) => below(at.directory, name));
  const isTest = (name: string) => name.includes('test');
  return openFileDataset(context, {
    groups: { train: names.filter((name) => !isTest(name)), test: names.filter(isTest) },
    names: (file: string) => [file],
    read: (file, bytes): SampleBlock => readCifar(file, bytes(file), kind),
    split: at.split,
    classes: published.classes,
    classNames: published.classNames,
    sha256: placed(published, at.directory),
  });
}

export const mnist = defineDataset({
  name: 'mnist',
  summary:
    'MNIST: 60,000 handwritten digits and 10,000 to test, 28×28×1; its four published files, by SHA-256',
  config: PublishedConfig,
  open: (config, context) => openIdxFiles({ files: MNIST_FILES, classes: 10 }, config, context),
});

const GARMENTS = 'T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot'.split(',');

export const fashionMnist = defineDataset({
  name: 'fashion-mnist',
  summary: 'Fashion-MNIST: 60,000 garments and 10,000 to test, 28×28×1; its four published files, by SHA-256',
  config: PublishedConfig,
  open: (config, context) =>
    openIdxFiles({ files: FASHION_MNIST_FILES, classes: 10, classNames: GARMENTS }, config, context),
});

const THINGS = 'airplane,automobile,bird,cat,deer,dog,frog,horse,ship,truck'.split(',');

export const cifar10 = defineDataset({
  name: 'cifar-10',
  summary:
    'CIFAR-10, binary version: 50,000 images and 10,000 to test, 32×32×3; its published files, by SHA-256',
  config: PublishedConfig,
  open: (config, context) =>
    openCifarFiles(
      { files: CIFAR_10_FILES, classes: 10, classNames: THINGS },
      { ...config, kind: 'cifar10' },
      context,
    ),
});

export const cifar100 = defineDataset({
  name: 'cifar-100',
  summary:
    'CIFAR-100, binary version: 50,000 images and 10,000 to test, 32×32×3; its published files, by SHA-256',
  config: Cifar100Config,
  open: ({ labels, ...config }, context) =>
    openCifarFiles(
      { files: CIFAR_100_FILES, classes: labels === 'fine' ? 100 : 20 },
      { ...config, kind: labels === 'fine' ? 'cifar100' : 'cifar100-coarse' },
      context,
    ),
});
