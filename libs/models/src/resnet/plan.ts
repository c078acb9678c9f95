import type { ResnetConfig } from './entry.js';

export interface ResnetPlan {
  readonly block: 'basic' | 'bottleneck';
  /** Blocks of each stage; every stage but the first halves the image and doubles the filters. */
  readonly stages: readonly number[];
  /** Filters of the stem and of the first stage. */
  readonly filters: number;
  readonly stem: 'large' | 'small';
}

const FOUR_STAGES = {
  18: { block: 'basic', stages: [2, 2, 2, 2] },
  34: { block: 'basic', stages: [3, 4, 6, 3] },
  50: { block: 'bottleneck', stages: [3, 4, 6, 3] },
  101: { block: 'bottleneck', stages: [3, 4, 23, 3] },
  152: { block: 'bottleneck', stages: [3, 8, 36, 3] },
} as const;

/** What a depth stands for: K. He et al., CVPR 2016, table 1 and, for 6n + 2 layers in three stages, section 4.2. */
export function resnetPlan({ depth, stem }: Pick<ResnetConfig, 'depth' | 'stem'>): ResnetPlan {
  if (depth in FOUR_STAGES) {
    const plan = FOUR_STAGES[depth as keyof typeof FOUR_STAGES];
    return { ...plan, filters: 64, stem: stem ?? 'large' };
  }
  const blocks = (depth - 2) / 6;
  return { block: 'basic', stages: [blocks, blocks, blocks], filters: 16, stem: 'small' };
}
