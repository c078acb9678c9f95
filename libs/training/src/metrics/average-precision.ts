import { areaOf, boxIou, type Detection, intersection, type LabelledBox } from '@ringmaster/data';

/** 0.50, 0.55, … 0.95. */
export const IOU_THRESHOLDS: readonly number[] = Array.from({ length: 10 }, (_, i) => (50 + 5 * i) / 100);
/** 0, 0.01, … 1: as multiples of 0.01, whose last bits COCO's tools have. */
const RECALLS = Array.from({ length: 101 }, (_, i) => i * 0.01);
/** Overlaps just below 1 still match a threshold of 1, as in COCO's tools. */
const LARGEST_THRESHOLD = 1 - 1e-10;

/** A detection that was compared with an image's boxes; bit i of the masks belongs to the i-th threshold. */
export interface Judged {
  readonly label: number;
  readonly score: number;
  /** Thresholds at which it found a box. */
  readonly hits: number;
  /** Thresholds at which it found a crowd, and counts neither as right nor as wrong. */
  readonly ignored: number;
}

/**
 * Compares the detections of one image with its boxes, class by class: from the best on, each takes the free box that it
 * overlaps most, at least by the threshold. A crowd may be taken by any number, and only by those that find no box; with a
 * crowd the overlap is measured against the detection's own area.
 */
export function judge(
  detections: readonly Detection[],
  truths: readonly LabelledBox[],
  maxDetections: number,
): readonly Judged[] {
  const labels = [...new Set(detections.map(({ label }) => label))];
  return labels.flatMap((label) => {
    const found = detections.filter((one) => one.label === label).sort((a, b) => b.score - a.score);
    const own = truths.filter((one) => one.label === label);
    // Boxes first: whoever finds one does not look at crowds any more.
    const boxes = [...own.filter((one) => !one.isCrowd), ...own.filter((one) => one.isCrowd)];
    return judgeClass(found.slice(0, maxDetections), boxes);
  });
}

function judgeClass(found: readonly Detection[], boxes: readonly LabelledBox[]): readonly Judged[] {
  const overlaps = found.map(({ box }) => boxes.map((truth) => overlapWith(box, truth)));
  const masks = found.map(() => ({ hits: 0, ignored: 0 }));
  IOU_THRESHOLDS.forEach((threshold, bit) => {
    const taken = new Set<number>();
    masks.forEach((mask, index) => {
      const best = bestMatch(overlaps[index] ?? [], boxes, { threshold, taken });
      const match = boxes[best];
      if (!match) return;
      taken.add(best);
      if (match.isCrowd) mask.ignored |= 1 << bit;
      else mask.hits |= 1 << bit;
    });
  });
  return found.map(({ label, score }, index) => ({ label, score, ...(masks[index] as (typeof masks)[0]) }));
}

const overlapWith = (box: Detection['box'], truth: LabelledBox): number =>
  truth.isCrowd ? (areaOf(box) > 0 ? intersection(box, truth.box) / areaOf(box) : 0) : boxIou(box, truth.box);

/** Of equal overlaps the last one, as in COCO's tools. −1 where there is none. */
function bestMatch(
  overlaps: readonly number[],
  boxes: readonly LabelledBox[],
  { threshold, taken }: { readonly threshold: number; readonly taken: ReadonlySet<number> },
): number {
  let [least, best] = [Math.min(threshold, LARGEST_THRESHOLD), -1];
  for (const [index, truth] of boxes.entries()) {
    if (taken.has(index) && !truth.isCrowd) continue;
    if (best >= 0 && truth.isCrowd && !boxes[best]?.isCrowd) break;
    const overlap = overlaps[index] ?? 0;
    if (overlap < least) continue;
    [least, best] = [overlap, index];
  }
  return best;
}

/**
 * Average precision of one class at one threshold as COCO defines it: the mean, over the recalls 0, 0.01, … 1, of the best
 * precision at that recall or a larger one, 0 where it is never reached. Of equal scores wrong detections come first, so that
 * the figure depends on nobody's order.
 * @param boxes how many boxes of the class there are, crowds left out
 */
export function averagePrecision(judged: readonly Judged[], boxes: number, bit: number): number {
  const isHit = ({ hits }: Judged): number => (hits >> bit) & 1;
  const counted = judged
    .filter(({ ignored }) => ((ignored >> bit) & 1) === 0)
    .sort((a, b) => b.score - a.score || isHit(a) - isHit(b));
  let right = 0;
  const points = counted.map((one, index) => {
    right += isHit(one);
    return { recall: right / boxes, precision: right / (index + 1) };
  });
  for (let i = points.length - 2; i >= 0; i--)
    (points[i] as { precision: number }).precision = Math.max(
      points[i]?.precision ?? 0,
      points[i + 1]?.precision ?? 0,
    );
  let [at, sum] = [0, 0];
  for (const recall of RECALLS) {
    while (at < points.length && (points[at]?.recall ?? 0) < recall) at += 1;
    sum += points[at]?.precision ?? 0;
  }
  return sum / RECALLS.length;
}
