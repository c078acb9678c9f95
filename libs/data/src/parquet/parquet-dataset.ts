import { z } from 'zod';
import { defineDataset } from '../definition.js';
import { openFileDataset } from '../files/open-file-dataset.js';
import { checkSource, splitGroups } from '../files/source-config.js';
import { tableConfig } from '../table/table-config.js';
import { readParquet } from './read-parquet.js';

const ParquetConfig = z.strictObject({ ...tableConfig }).superRefine(checkSource);

/** Apache Parquet. */
export const parquet = defineDataset({
  name: 'parquet',
  summary:
    'Parquet files (snappy, gzip, zstd, brotli, lz4 or plain): columns of numbers and of flat lists of numbers',
  config: ParquetConfig,
  open: (config, context) =>
    openFileDataset(context, {
      groups: splitGroups(config),
      names: (file: string) => [file],
      read: (file, bytes) => readParquet(file, bytes(file), { ...config, key: config.split.by }),
      split: config.split,
      select: config.select,
      encode: config.encode,
      ...(config.missing !== 'refuse' && { filling: config.missing }),
    }),
});
