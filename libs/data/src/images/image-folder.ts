import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import { defineDataset } from '../definition.js';
import { type ClassFiles, filesByClass } from '../files/class-folders.js';
import { FileName } from '../files/file-names.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import { placesOf } from '../files/sample-block.js';
import { checkSplit } from '../files/source-config.js';
import { SplitSpec } from '../split-spec.js';
import { imageBlock } from './image-block.js';
import { checkImageConfig, imageConfig } from './image-config.js';

const ImageFolderConfig = z
  .strictObject({
    directory: FileName.optional().describe(
      'the directory whose sub-directories are the classes; default: the data set itself',
    ),
    directories: z
      .strictObject({ train: FileName, validation: FileName.optional(), test: FileName.optional() })
      .optional()
      .describe('such a directory for each split; a split without one is taken from `train` by `split`'),
    ...imageConfig,
    split: SplitSpec.prefault({}),
  })
  .superRefine((config, context) => {
    if (config.directory !== undefined && config.directories !== undefined)
      context.addIssue({ code: 'custom', path: ['directory'], message: 'give `directory` or `directories`' });
    checkImageConfig(config, context);
    checkSplit({ files: config.directories, split: config.split }, context);
  });

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
    const group = (below: string | undefined) => [filesByClass(context.name, names, below)];
    return openFileDataset(context, {
      groups: {
        train: group(directories?.train ?? directory),
        ...(directories?.validation && { validation: group(directories.validation) }),
        ...(directories?.test && { test: group(directories.test) }),
      },
      names: (group: ClassFiles) => group.names,
      read: async ({ names: files, classes }, bytes) => ({
        file: files[0] as string,
        count: files.length,
        ...(await imageBlock(
          files.length,
          (row) => ({ name: files[row] as string, bytes: bytes(files[row] as string) }),
          config,
        )),
        labels: { kind: 'category', values: classes },
        labelAt: placesOf(files),
      }),
      split: config.split,
    });
  },
});
