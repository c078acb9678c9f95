import { z } from 'zod';
import { defineDataset } from '../definition.js';
import { FileNames } from '../files/file-names.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import { checkSource, sourceConfig, splitGroups } from '../files/source-config.js';
import { arrayBlock } from './array-block.js';
import { classesConfig } from './npy-dataset.js';
import { readNpy } from './read-npy.js';
import { readZip } from './read-zip.js';

const ArrayName = z.string().min(1).max(256);
const NpzConfig = z
  .strictObject({
    ...sourceConfig(FileNames, 'an archive, or a list of archives whose samples follow each other,'),
    x: ArrayName.default('x').describe('name of the array with samples, as given to numpy.savez'),
    y: ArrayName.default('y').describe('name of the array with labels: integers are class numbers'),
    classes: classesConfig,
  })
  .superRefine(checkSource);

/** NumPy archives. */
export const npz = defineDataset({
  name: 'npz',
  summary: 'NumPy archives (numpy.savez, numpy.savez_compressed) with an array of samples and one of labels',
  config: NpzConfig,
  open: (config, context) =>
    openFileDataset(context, {
      groups: splitGroups(config),
      names: (file: string) => [file],
      read: async (file, bytes) => {
        const zip = readZip(file, bytes(file));
        const array = async (name: string) => ({
          name: `${file}/${name}`,
          array: readNpy(`${file}/${name}`, await zip.entry(`${name}.npy`)),
        });
        return arrayBlock(await array(config.x), await array(config.y));
      },
      split: config.split,
      classes: config.classes,
    }),
});
