import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import { defineDataset, type OpenContext } from '../definition.js';
import { corrupt, shown } from '../files/corrupt.js';
import { FileName } from '../files/file-names.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import { placesOf, type SampleBlock } from '../files/sample-block.js';
import { checkSource, sourceConfig, splitGroups } from '../files/source-config.js';
import { decodeImage, imageKind } from '../images/decode-image.js';
import { imageBlock, type ImageConfig } from '../images/image-block.js';
import { checkImageConfig, imageConfig } from '../images/image-config.js';
import { type AnnotatedImage, readInstances } from './read-instances.js';

const Part = z.strictObject({
  annotations: FileName.describe('an "instances" file: annotations/instances_train2017.json'),
  images: FileName.optional().describe(
    'the directory that its file names are below: train2017; default: the data set itself',
  ),
});
type Part = z.output<typeof Part>;

const CocoConfig = z
  .strictObject({
    ...sourceConfig(Part, 'annotations and images'),
    ...imageConfig,
    maxBoxes: z
      .int()
      .positive()
      .max(1_000)
      .optional()
      .describe(
        'rows for boxes of a sample; an image with more is an error; default: as many as the fullest has',
      ),
  })
  .superRefine((config, context) => {
    checkSource(config, context);
    checkImageConfig(config, context);
    if (config.fit === 'crop')
      context.addIssue({
        code: 'custom',
        path: ['fit'],
        message: 'crop would cut boxes: say stretch, which keeps them where they are in the image',
      });
  });

/** Images with boxes as COCO annotates them. Categories become classes in the order of their ids. */
export const coco = defineDataset({
  name: 'coco',
  summary:
    'images with boxes, annotated as COCO does: an "instances" file and a directory of images; for detection',
  config: CocoConfig,
  open: async (config, context) => {
    const names = await listed(context);
    const parts = splitGroups<Part>(config);
    const group = (part: Part | undefined) => part && [part];
    return openFileDataset(context, {
      groups: { train: [parts.train], validation: group(parts.validation), test: group(parts.test) },
      names: (part) => [part.annotations, ...imagesBelow(names, part.images)],
      read: (part, bytes) => readPart(part, bytes, { ...config, names }),
      split: config.split,
      ...(config.maxBoxes !== undefined && { maxBoxes: config.maxBoxes }),
    });
  },
});

async function listed({ source, name }: OpenContext): Promise<readonly string[]> {
  if (!source.list) throw new TrainError('internal', `the files of ${name} cannot be listed`);
  return source.list();
}

const prefixOf = (directory: string | undefined): string => (directory === undefined ? '' : `${directory}/`);
const imagesBelow = (names: readonly string[], directory: string | undefined): readonly string[] =>
  names.filter((name) => name.startsWith(prefixOf(directory)) && imageKind(name) !== undefined);

async function readPart(
  part: Part,
  bytes: (name: string) => Uint8Array,
  { names, ...config }: ImageConfig & { readonly names: readonly string[] },
): Promise<SampleBlock> {
  const { classNames, images } = readInstances(part.annotations, bytes(part.annotations));
  const known = new Set(imagesBelow(names, part.images));
  const files = images.map(({ fileName, where }) => {
    const file = `${prefixOf(part.images)}${fileName}`;
    if (!known.has(file)) throw corrupt(`${where}.file_name`, `${shown(file)} is not one of the images`);
    return file;
  });
  const byFile = new Map(files.map((file, row) => [file, images[row] as AnnotatedImage]));
  if (byFile.size < files.length) {
    const twice = files.findIndex((file, row) => files.indexOf(file) < row);
    throw corrupt(
      `${images[twice]?.where ?? part.annotations}.file_name`,
      'an image before it has the same file',
    );
  }
  const block = await imageBlock(
    files.length,
    (row) => ({ name: files[row] as string, bytes: bytes(files[row] as string) }),
    { ...config, decode: (name, data) => decodeAnnotated(name, data, byFile.get(name)) },
  );
  return {
    file: part.annotations,
    count: files.length,
    ...block,
    labels: { kind: 'boxes', values: images.map(({ rows }) => rows), classNames },
    labelAt: placesOf(images.map(({ where }) => where)),
  };
}

/** @throws TrainError `data_corrupt` when an image is not of the size that its boxes were drawn in */
async function decodeAnnotated(name: string, bytes: Uint8Array, annotated: AnnotatedImage | undefined) {
  const image = await decodeImage(name, bytes);
  if (annotated && (image.width !== annotated.width || image.height !== annotated.height))
    throw corrupt(
      annotated.where,
      `says ${annotated.width}×${annotated.height} pixels, but ${name} has ${image.width}×${image.height}`,
    );
  return image;
}
