export { type Batch, type Column, type Dataset, type DatasetInfo, type Split, SPLITS } from './dataset.js';
