import { z } from 'zod';
import { defineDataset } from '../definition.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import { checkSource, splitGroups } from '../files/source-config.js';
import { checkImageConfig, imageConfig } from '../images/image-config.js';
import { tableConfig } from '../table/table-config.js';
import { readTfRecord } from './read-tfrecord.js';

const TfRecordConfig = z
  .strictObject({
    ...tableConfig,
    image: z
      .string()
      .min(1)
      .max(256)
      .optional()
      .describe('the feature that holds a PNG or JPEG image; without it samples are numbers'),
    ...imageConfig,
  })
  .superRefine(checkSource)
  .superRefine(checkImageConfig)
  .superRefine(({ image, select }, context) => {
    if (image !== undefined && select)
      context.addIssue({ code: 'custom', path: ['select'], message: 'images have no features to select' });
  });

/** TensorFlow's record files. */
export const tfrecord = defineDataset({
  name: 'tfrecord',
  summary:
    'TFRecord files of tf.train.Example: numbers and lists of numbers, or an encoded image; checksums are checked',
  config: TfRecordConfig,
  open: (config, context) =>
    openFileDataset(context, {
      groups: splitGroups(config),
      names: (file: string) => [file],
      read: (file, bytes) => readTfRecord(file, bytes(file), { ...config, key: config.split.by }),
      split: config.split,
      select: config.select,
      encode: config.encode,
      ...(config.missing !== 'refuse' && { filling: config.missing }),
    }),
});
