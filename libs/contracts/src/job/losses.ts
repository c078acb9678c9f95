import { z } from 'zod';

const labelSmoothing = z
  .number()
  .min(0)
  .lt(1)
  .default(0)
  .describe('share of the probability that is spread evenly over all classes');

const dimensions = z
  .int()
  .positive()
  .max(65_536)
  .default(32)
  .describe('values of an embedding: outputs of the model');

const share = (byDefault: number) => z.number().gt(0).max(1).default(byDefault);

/** Every loss with its options; all have defaults, so that a document may give the name alone. */
export const LossOptions = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sparseCategoricalCrossentropy').describe('−log softmax(z)[y], y a class number'),
    labelSmoothing,
  }),
  z.strictObject({
    kind: z.literal('categoricalCrossentropy').describe('−Σ y·log softmax(z), y probabilities'),
    labelSmoothing,
  }),
  z.strictObject({
    kind: z.literal('binaryCrossentropy').describe('−log sigmoid(±z), y 0 or 1'),
    labelSmoothing,
  }),
  z.strictObject({ kind: z.literal('meanSquaredError').describe('(z − y)²') }),
  z.strictObject({ kind: z.literal('meanAbsoluteError').describe('|z − y|') }),
  z.strictObject({
    kind: z.literal('huber').describe('½·e² up to |e| = δ, then a straight line'),
    delta: z.number().positive().default(1).describe('error from which the loss goes on as a straight line'),
  }),
  z.strictObject({
    kind: z.literal('hinge').describe('max(0, 1 ∓ z), y 0 or 1'),
    squared: z.boolean().default(false).describe('the square of the margin that is missing'),
  }),
  z.strictObject({ kind: z.literal('klDivergence').describe('Σ y·(log y − log softmax(z))') }),
  z.strictObject({
    kind: z.literal('focal').describe('−(1 − p)^γ·log p, p = softmax(z)[y]'),
    gamma: z
      .number()
      .min(0)
      .max(10)
      .default(2)
      .describe('how much less sure hits count; 0 is the cross-entropy'),
  }),
  z.strictObject({
    kind: z
      .literal('dice')
      .describe("1 − overlap of softmax(z) and y over a sample's pixels, mean over classes"),
    smooth: z.number().positive().default(1).describe('added above and below the fraction'),
  }),
  z.strictObject({
    kind: z.literal('iou').describe('1 − IoU of boxes (x1, y1, x2, y2), and what the variant adds'),
    variant: z
      .enum(['iou', 'giou', 'diou', 'ciou'])
      .default('giou')
      .describe(
        'what is added to 1 − IoU: nothing, the empty share of the hull, the distance of centres, that and aspect ratios',
      ),
  }),
  z.strictObject({
    kind: z
      .literal('contrastive')
      .describe('InfoNCE, NT-Xent: −log softmax of cosines, over the samples with the same label'),
    temperature: z.number().positive().default(0.1).describe('cosines are divided by it'),
    dimensions,
  }),
  z.strictObject({
    kind: z.literal('triplet').describe('max(0, d⁺ − d⁻ + margin), of the hardest pair'),
    margin: z
      .number()
      .positive()
      .default(0.2)
      .describe('how much nearer samples of the same label should be'),
    dimensions,
  }),
  z.strictObject({
    kind: z
      .literal('ctc')
      .describe(
        '−log of the chance that the frames spell the symbols y (filled up with −1); the last logit is the blank',
      ),
  }),
  z.strictObject({
    kind: z
      .literal('multibox')
      .describe('SSD: smooth L1 of matched boxes, cross-entropy of matched priors and of the hardest others'),
    overlap: share(0.5).describe('IoU from which a prior box is made to find a labelled one'),
    classification: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('hardNegativeMining'),
          ratio: z
            .number()
            .positive()
            .max(1_000)
            .default(3)
            .describe('how many priors of the background count for each that finds a box: the worst ones'),
        }),
        z.strictObject({
          kind: z.literal('focal'),
          gamma: z.number().min(0).max(10).default(2).describe('how much less sure hits count'),
        }),
      ])
      .default({ kind: 'hardNegativeMining', ratio: 3 })
      .describe('how the many priors of the background are kept from outweighing the others'),
    boxWeight: z.number().min(0).default(1).describe('weight of the boxes beside the classes'),
  }),
  z.strictObject({
    kind: z
      .literal('yolo')
      .describe('YOLOv2: squared errors of boxes and objectness, cross-entropy of classes'),
    ignore: share(0.6).describe('boxes that overlap a labelled one by a larger IoU may say that they do'),
    coordinates: z.number().min(0).default(5).describe('weight of the boxes'),
    background: z.number().min(0).default(0.5).describe('weight of "nothing here" where nothing is'),
  }),
]);
export type LossOptions = z.output<typeof LossOptions>;
export type LossName = LossOptions['kind'];

export const LOSS_NAMES = LossOptions.options.map(({ shape }) => shape.kind.value);
export const LossName = z.enum(LOSS_NAMES as [LossName, ...LossName[]]);

/** A loss by its name, or with options. */
export const LossSpec = z.union([LossName, LossOptions]);
export type LossSpec = z.output<typeof LossSpec>;

export const lossOptions = (spec: LossSpec): LossOptions =>
  typeof spec === 'string' ? LossOptions.parse({ kind: spec }) : spec;
export const lossName = (spec: LossSpec): LossName => (typeof spec === 'string' ? spec : spec.kind);

/**
 * What a loss compares the model's output with: class numbers (one logit a class), a probability for each class, a
 * probability for each output (two classes need one logit), numbers, labels that say which samples of a batch belong
 * together (`groups`), symbols without places (`symbols`: one logit each, and one for the blank), or boxes with a class
 * (`boxes`: a row for each prior box of a detector).
 */
export type LabelKind =
  'classNumbers' | 'probabilities' | 'binary' | 'numbers' | 'groups' | 'symbols' | 'boxes';

export const LOSS_LABELS: Readonly<Record<LossName, LabelKind>> = {
  sparseCategoricalCrossentropy: 'classNumbers',
  categoricalCrossentropy: 'probabilities',
  binaryCrossentropy: 'binary',
  meanSquaredError: 'numbers',
  meanAbsoluteError: 'numbers',
  huber: 'numbers',
  hinge: 'binary',
  klDivergence: 'probabilities',
  focal: 'classNumbers',
  dice: 'classNumbers',
  iou: 'numbers',
  contrastive: 'groups',
  triplet: 'groups',
  ctc: 'symbols',
  multibox: 'boxes',
  yolo: 'boxes',
};
