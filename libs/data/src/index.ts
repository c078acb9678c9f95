export {
  type Batch,
  type Column,
  type ColumnFacts,
  type Dataset,
  type DatasetInfo,
  type DeliveredBatch,
  type SharedDataset,
  type Split,
  SPLITS,
} from './dataset.js';
export type { ByteSource } from './byte-source.js';
export type { DatasetEntry, DatasetSummary } from './definition.js';
export { DATASETS } from './registry.js';
export { openDataset, takesOneFile, validateDatasetConfig } from './open.js';
export { fitNormalizer, normalize, type Normalizer } from './normalizer.js';
export { contactSheet } from './augment/contact-sheet.js';
export { type AttentionMap, attentionSheet } from './pictures/attention-sheet.js';
export { type BoxedImages, boxSheet } from './pictures/box-sheet.js';
export { maskSheet, type SegmentedSamples } from './pictures/mask-sheet.js';
export { matrixPicture } from './pictures/matrix-picture.js';
export type { Colour } from './pictures/canvas.js';
export { type Tile, tileSheet } from './pictures/tile-sheet.js';
export { type ChartLine, lineChart, type LineChartOptions } from './pictures/line-chart.js';
export { mixingProblems } from './augment/requirements.js';
export { type LabelEncoding, labelEncoding } from './label-encoding.js';
export {
  areaOf,
  BOX_COLUMNS,
  boxIou,
  type Corners,
  hasBoxes,
  intersection,
  type LabelledBox,
  labelledBoxes,
} from './boxes/box-labels.js';
export { detect, type Detection, type DetectOptions, suppress } from './boxes/detect.js';
export {
  BEFORE_CLASSES,
  classesOfRow,
  type DetectorKind,
  detectorKind,
  LARGEST_LOG_SIZE,
  PRIOR_COLUMNS,
  rowColumns,
  SSD_VARIANCES,
} from './boxes/detector-rows.js';
export { withPlace } from './augment/transform-failed.js';
export { type FileRef, type FileView, type OpenFileView } from './stream/file-view.js';
export {
  evaluationPipeline,
  openSharedPipelines,
  type SharedPipeline,
  trainingPipeline,
} from './pipeline.js';
export { encodeNpz, type NamedArray } from './arrays/write-npz.js';
export { readNpy, type NpyArray } from './arrays/read-npy.js';
export { readZip, type ZipArchive } from './arrays/read-zip.js';
export { type IdxFile, readIdx } from './idx.js';
export { manifestHash } from './manifest-hash.js';
export {
  DEFAULT_MISSING_MARKS,
  fillingOf,
  type InputSamples,
  type InputSpec,
  type TableFacts,
  type InputPart,
  sampleWidth,
} from './inputs/input-samples.js';
export { depthOf, readSample, tokenProblem } from './inputs/numbers.js';
export { Encoding } from './encode/encoding.js';
export { readObject } from './inputs/json-inputs.js';
export { inputFormatOf, readInputs } from './inputs/read-inputs.js';
export { SPECIAL_TOKENS, TokenFacts, TokenizerState, vocabularySize } from './text/token-facts.js';
export type { Tokenizer } from './text/tokenizer.js';
export { ngramEntropies, type NgramEntropies } from './text/ngram-entropies.js';
export { openTokenizer, tokenizerFiles } from './text/tokenizers.js';
