import { z } from 'zod';
import { defineDataset } from '../definition.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import { checkSource, splitGroups } from '../files/source-config.js';
import { jsonlFormat, readJsonl } from './read-jsonl.js';
import { indexTable } from '../stream/index-table.js';
import { heldWhole } from '../select/select-config.js';
import { tableConfig } from './table-config.js';

const JsonlConfig = z.strictObject(tableConfig).superRefine(checkSource);

/** JSON lines: one object a sample. */
export const jsonl = defineDataset({
  name: 'jsonl',
  summary: 'files of JSON lines, one object a sample: features are numbers or flat lists of numbers',
  config: JsonlConfig,
  open: (config, context) =>
    openFileDataset(context, {
      groups: splitGroups(config),
      names: (file: string) => [file],
      read: (file, bytes) => readJsonl(file, bytes(file), { ...config, key: config.split.by }),
      stream: (file, view) =>
        indexTable(view(file), jsonlFormat(file, { ...config, key: config.split.by }), 'line'),
      whole: heldWhole(config.select),
      split: config.split,
      select: config.select,
      encode: config.encode,
      ...(config.missing !== 'refuse' && { filling: config.missing }),
    }),
});
