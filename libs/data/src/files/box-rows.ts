import { LIMITS } from '@ringmaster/contracts';
import { BOX_COLUMNS, NO_BOX } from '../boxes/box-labels.js';
import { corrupt } from './corrupt.js';
import type { SampleBlock } from './sample-block.js';
import type { FittedLabels, Parts } from './split-blocks.js';

type Boxes = readonly (readonly (readonly number[])[])[];
const boxesOf = ({ labels }: SampleBlock): Boxes => (labels.kind === 'boxes' ? labels.values : []);

/**
 * The boxes of all splits as rows of one number, those of the fullest image or `maxBoxes`.
 * @throws TrainError `data_corrupt` naming an image with more, or the file when there are too many rows in all
 */
export function boxLabels(
  parts: Parts,
  classNames: readonly string[],
  maxBoxes: number | undefined,
): FittedLabels {
  const blocks = new Set(Object.values(parts).map(({ block }) => block));
  let most = 1;
  for (const block of blocks)
    boxesOf(block).forEach(({ length }, row) => {
      most = Math.max(most, length);
      if (maxBoxes !== undefined && length > maxBoxes)
        throw corrupt(
          block.labelAt(row),
          `has ${length} boxes, more than the ${maxBoxes} of data.config.maxBoxes`,
        );
    });
  const count = maxBoxes ?? most;
  const width = count * BOX_COLUMNS;
  return {
    info: {
      labelShape: [count, BOX_COLUMNS],
      labelDtype: 'float32',
      classes: classNames.length,
      classNames: [...classNames],
    },
    of: (block) => {
      const values = block.count * width;
      if (values > LIMITS.dataValues)
        throw corrupt(block.file, `its boxes take ${values} values, more than ${LIMITS.dataValues}`);
      const rows = new Float32Array(values);
      boxesOf(block).forEach((boxes, row) => {
        for (let i = 0; i < count; i++) rows.set(boxes[i] ?? NO_BOX, row * width + i * BOX_COLUMNS);
      });
      return rows;
    },
  };
}
