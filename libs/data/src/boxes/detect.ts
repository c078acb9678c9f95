import { boxIou, type Corners } from './box-labels.js';
import { decodeRows, type DetectorKind } from './detector-rows.js';

export interface Detection {
  readonly box: Corners;
  readonly label: number;
  readonly score: number;
}

export interface DetectOptions {
  /** Boxes below it are dropped. Default 0.01, as low as average precision needs them. */
  readonly scoreThreshold?: number;
  /** Of two boxes of a class that overlap by a larger IoU only the better one stays. Default 0.45. */
  readonly overlap?: number;
  /** Most boxes of an image. Default 100. */
  readonly maxDetections?: number;
}

/** Best boxes of a class that are looked at; the rest overlaps them or is noise. */
const MOST_CANDIDATES = 400;

/**
 * Greedy non-maximum suppression: from the best box on, each drops those of lower score that overlap it by more than
 * `overlap`. Ties: the earlier box comes first.
 */
export function suppress<Box extends { readonly box: Corners; readonly score: number }>(
  candidates: readonly Box[],
  overlap: number,
): readonly Box[] {
  const kept: Box[] = [];
  // Array.sort is stable: equal scores stay in their order.
  for (const candidate of [...candidates].sort((a, b) => b.score - a.score).slice(0, MOST_CANDIDATES))
    if (kept.every(({ box }) => boxIou(box, candidate.box) <= overlap)) kept.push(candidate);
  return kept;
}

/** The boxes that a detector's rows of one image tell of, best first: decoded, above the threshold, suppressed by class. */
export function detect(
  kind: DetectorKind,
  rows: Float32Array,
  { columns, ...options }: DetectOptions & { readonly columns: number },
): readonly Detection[] {
  const { scoreThreshold = 0.01, overlap = 0.45, maxDetections = 100 } = options;
  const byClass = new Map<number, Detection[]>();
  for (const { box, scores } of decodeRows(kind, rows, columns))
    scores.forEach((score, label) => {
      if (!(score >= scoreThreshold)) return;
      const found = byClass.get(label) ?? [];
      found.push({ box, label, score });
      byClass.set(label, found);
    });
  return [...byClass.keys()]
    .sort((a, b) => a - b)
    .flatMap((label) => suppress(byClass.get(label) ?? [], overlap))
    .sort((a, b) => b.score - a.score)
    .slice(0, maxDetections);
}
