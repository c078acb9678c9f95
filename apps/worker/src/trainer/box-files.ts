import { lossName, type ResolvedJob } from '@ringmaster/contracts';
import { BOX_COLUMNS, boxSheet, detect, detectorKind, hasBoxes, labelledBoxes } from '@ringmaster/data';
import { modelOutput } from '@ringmaster/engine';
import type { StoredFile } from '@ringmaster/training';
import type { JobParts } from './parts.js';

/** Samples of a picture of masks or boxes. */
export const SHOWN = 8;
/** Found boxes of a lower score are not drawn, as `predict` does not tell them. */
const LEAST_SCORE = 0.25;

/**
 * `pictures/detections.png` of a detector: the first samples of the test split, or of the validation split where there is
 * none, with their boxes and with those that the model finds.
 */
export function boxFiles(
  { dataset, pipelines, model }: JobParts,
  { loss }: ResolvedJob,
): readonly StoredFile[] {
  const { sizes, inputShape, labelShape } = dataset.info;
  const split = sizes.test > 0 ? 'test' : 'validation';
  const count = Math.min(SHOWN, sizes[split]);
  const kind = detectorKind(lossName(loss));
  if (kind === undefined || !hasBoxes(dataset.info) || count === 0) return [];
  const ids = Uint32Array.from({ length: count }, (_, id) => id);
  const { x, y } = dataset.read(split, ids);
  const { shape, data } = modelOutput(model, pipelines.evaluation(dataset)(split, ids));
  const columns = shape.at(-1) ?? 1;
  const part = (of: Float32Array, image: number, size: number) =>
    of.subarray(image * size, (image + 1) * size);
  const boxes = (labelShape[0] ?? 0) * BOX_COLUMNS;
  const bytes = boxSheet({
    shape: inputShape,
    values: x.data,
    ...(dataset.info.classNames && { classNames: dataset.info.classNames }),
    truth: Array.from(ids, (id) => labelledBoxes(part(y.data as Float32Array, id, boxes))),
    found: Array.from(ids, (id) =>
      detect(kind, part(data as Float32Array, id, data.length / count), {
        columns,
        scoreThreshold: LEAST_SCORE,
      }),
    ),
  });
  return [{ name: 'pictures/detections.png', bytes }];
}
