import { z } from 'zod';
import { defineDataset } from '../definition.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import { checkSource, splitGroups } from '../files/source-config.js';
import { csvFormat, readCsv } from './read-csv.js';
import { indexTable } from '../stream/index-table.js';
import { heldWhole } from '../select/select-config.js';
import { tableConfig } from './table-config.js';

const CsvConfig = z
  .strictObject({
    ...tableConfig,
    delimiter: z.enum([',', ';', '\t', '|']).default(',').describe('between two fields'),
    missingMarks: z
      .array(z.string().max(64))
      .max(64)
      .default(['', 'NA', 'NaN', 'nan', 'null', '?'])
      .describe('fields that count as missing'),
  })
  .superRefine(checkSource);

/** Tables of comma-separated values with a header line. */
export const csv = defineDataset({
  name: 'csv',
  summary:
    'files of comma-separated values (RFC 4180) with a header: numeric features, a category or a number to predict',
  config: CsvConfig,
  open: (config, context) =>
    openFileDataset(context, {
      groups: splitGroups(config),
      names: (file: string) => [file],
      read: (file, bytes) => readCsv(file, bytes(file), { ...config, key: config.split.by }),
      stream: (file, view) =>
        indexTable(view(file), csvFormat(file, { ...config, key: config.split.by }), 'unquotedLine'),
      whole: heldWhole(config.select),
      split: config.split,
      select: config.select,
      encode: config.encode,
      ...(config.missing !== 'refuse' && { filling: config.missing }),
    }),
});
