import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import { defineDataset } from '../definition.js';
import { corrupt, shown } from '../files/corrupt.js';
import { FileName } from '../files/file-names.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import type { SampleBlock } from '../files/sample-block.js';
import { checkSplit } from '../files/source-config.js';
import { SplitSpec } from '../split-spec.js';
import { decodeImage } from './decode-image.js';
import type { Image } from './image.js';
import { centreCrop, resize, type Size, withChannels } from './resize.js';

const side = z.int().min(1).max(8_192);
const ImageFolderConfig = z
  .strictObject({
    directory: FileName.optional().describe(
      'the directory whose sub-directories are the classes; default: the data set itself',
    ),
    directories: z
      .strictObject({ train: FileName, validation: FileName.optional(), test: FileName.optional() })
      .optional()
      .describe('such a directory for each split; a split without one is taken from `train` by `split`'),
    size: z.strictObject({ height: side, width: side }).optional().describe('size of a sample, in pixels'),
    fit: z
      .enum(['refuse', 'crop', 'stretch'])
      .default('refuse')
      .describe(
        'images of another size are an error, are cut around their middle and resized, or only resized',
      ),
    channels: z.enum(['rgb', 'grayscale']).default('rgb').describe('what a sample is made of'),
    split: SplitSpec.prefault({}),
  })
  .superRefine((config, context) => {
    if (config.directory !== undefined && config.directories !== undefined)
      context.addIssue({ code: 'custom', path: ['directory'], message: 'give `directory` or `directories`' });
    if (config.fit !== 'refuse' && config.size === undefined)
      context.addIssue({ code: 'custom', path: ['size'], message: `fit: ${config.fit} needs a size` });
    checkSplit({ files: config.directories, split: config.split }, context);
  });
type ImageFolderConfig = z.output<typeof ImageFolderConfig>;

/** PNG and JPEG images; the name of a sub-directory is the class of the images in it. */
export const imageFolder = defineDataset({
  name: 'image-folder',
  summary: 'PNG and JPEG images, in one sub-directory for each class',
  config: ImageFolderConfig,
  open: async (config, context) => {
    if (!context.source.list)
      throw new TrainError('internal', `the files of ${context.name} cannot be listed`);
    const names = await context.source.list();
    const { directory, directories } = config;
    const group = (below: string | undefined) => [imagesBelow(context.name, names, below)];
    return openFileDataset(context, {
      groups: {
        train: group(directories?.train ?? directory),
        ...(directories?.validation && { validation: group(directories.validation) }),
        ...(directories?.test && { test: group(directories.test) }),
      },
      names: (group: ImageGroup) => group.names,
      read: (group, bytes) => readImages(group, bytes, config),
      split: config.split,
    });
  },
});

interface ImageGroup {
  readonly names: readonly string[];
  /** Of each image, by its sub-directory. */
  readonly classes: readonly string[];
}

function imagesBelow(dataset: string, all: readonly string[], directory: string | undefined): ImageGroup {
  const prefix = directory === undefined ? '' : `${directory}/`;
  const names = all.filter((name) => name.startsWith(prefix));
  if (names.length === 0)
    throw new TrainError(
      'not_found',
      `data set ${dataset} holds no file below ${prefix || 'its directory'}; it begins with ${all.slice(0, 3).map(shown).join(', ') || 'nothing'}`,
    );
  const classes = names.map((name) => {
    const parts = name.slice(prefix.length).split('/');
    if (parts.length !== 2)
      throw corrupt(name, `must lie in a class's directory, as ${prefix}<class>/<image> does`);
    return parts[0] as string;
  });
  return { names, classes };
}

async function readImages(
  { names, classes }: ImageGroup,
  bytes: (name: string) => Uint8Array,
  config: ImageFolderConfig,
): Promise<SampleBlock> {
  const channels = config.channels === 'rgb' ? 3 : 1;
  let shape: (Size & { readonly of: string }) | undefined = config.size && {
    ...config.size,
    of: 'data.config.size',
  };
  let x = new Uint8Array();
  let row = 0;
  for (const name of names) {
    const image = withChannels(
      fitted(name, await decodeImage(name, bytes(name)), { shape, config }),
      channels,
    );
    shape ??= { height: image.height, width: image.width, of: name };
    if (row === 0) x = allocated(names, image);
    x.set(image.data, row * image.data.length);
    row += 1;
  }
  const { height, width } = shape as Size;
  return {
    file: names[0] as string,
    count: names.length,
    inputShape: [height, width, channels],
    x,
    labels: { kind: 'category', values: classes },
    labelAt: (at) => names[at] as string,
  };
}

function allocated(names: readonly string[], { data }: Image): Uint8Array<ArrayBuffer> {
  const values = names.length * data.length;
  if (values > LIMITS.dataValues)
    throw corrupt(
      names[0] as string,
      `${names.length} images of this size hold ${values} values, more than ${LIMITS.dataValues}: choose a smaller data.config.size`,
    );
  return new Uint8Array(values);
}

function fitted(
  name: string,
  image: Image,
  {
    shape,
    config,
  }: { readonly shape: (Size & { of: string }) | undefined; readonly config: ImageFolderConfig },
): Image {
  if (!shape || (shape.height === image.height && shape.width === image.width)) return image;
  if (config.fit === 'refuse')
    throw corrupt(
      name,
      `is ${image.width}×${image.height} pixels, but ${shape.of} is ${shape.width}×${shape.height}; say data.config.size and fit: crop or stretch`,
    );
  return resize(config.fit === 'crop' ? centreCrop(image, shape) : image, shape);
}
