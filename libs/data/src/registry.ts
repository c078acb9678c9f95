import { cifar } from './images/cifar.js';
import { imageFolder } from './images/image-folder.js';
import { coco } from './coco/coco-dataset.js';
import { idx } from './images/idx-dataset.js';
import { npy } from './arrays/npy-dataset.js';
import { npz } from './arrays/npz-dataset.js';
import type { DatasetEntry } from './definition.js';
import { digits } from './digits/digits.js';
import { cifar10, cifar100, fashionMnist, mnist } from './images/published.js';
import { series } from './series/series-dataset.js';
import { synthetic } from './synthetic/synthetic.js';
import { wavFolder } from './audio/wav-folder.js';
import { parquet } from './parquet/parquet-dataset.js';
import { tfrecord } from './tfrecord/tfrecord-dataset.js';
import { labelledText } from './text/labelled-text.js';
import { text } from './text/text-dataset.js';
import { csv } from './table/csv-dataset.js';
import { jsonl } from './table/jsonl-dataset.js';

/** Every data set, and every format of files, that a job document may name by `data.dataset`. */
export const DATASETS: Readonly<Record<string, DatasetEntry>> = {
  digits,
  synthetic,
  csv,
  series,
  jsonl,
  npy,
  npz,
  idx,
  cifar,
  mnist,
  'fashion-mnist': fashionMnist,
  'cifar-10': cifar10,
  'cifar-100': cifar100,
  'image-folder': imageFolder,
  coco,
  'wav-folder': wavFolder,
  tfrecord,
  parquet,
  text,
  'labelled-text': labelledText,
};
