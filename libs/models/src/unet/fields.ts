import { z } from 'zod';

interface Defaults {
  readonly depth: number;
  readonly filters: number;
  readonly normalization: 'none' | 'batch';
}

/** Fields of both U-Nets. */
export const unetFields = ({ depth, filters, normalization }: Defaults) => ({
  depth: z
    .int()
    .positive()
    .max(6)
    .default(depth)
    .describe('how often the sides are halved; they must be multiples of 2 to the power of it'),
  filters: z
    .int()
    .positive()
    .max(1_024)
    .default(filters)
    .describe('filters of the first convolution; they double with each level'),
  normalization: z
    .enum(['none', 'batch', 'group'])
    .default(normalization)
    .describe('between each convolution and its ReLU; `group` does not depend on the size of a shard'),
  up: z
    .enum(['transposed', 'nearest'])
    .default('transposed')
    .describe(
      'how sides are doubled: by a transposed convolution, or by repeating values before a convolution',
    ),
});
