import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { seededDropout } from '../layers/seeded-dropout.js';
import { apply, chain } from './chain.js';
import {
  convNormRelu,
  type Dimensions,
  maxPool,
  type Normalization,
  type UpKind,
  upConvolution,
} from './spatial.js';

/** A contracting path, an expanding one, and skip connections between them. */
export interface UNetPlan {
  readonly dimensions: Dimensions;
  /** How often the sides are halved. */
  readonly depth: number;
  /** Filters of the two convolutions on the way down at a level; level `depth` is the bottom. */
  down(level: number): readonly [number, number];
  /** Filters of the up-convolution that enters a level, and of the two convolutions behind it. */
  up(level: number): readonly [entering: number, convolutions: number];
  readonly normalization: Normalization;
  readonly upKind: UpKind;
  /** Of convolutions and up-convolutions; default of the former: where there is no normalisation. */
  readonly useBias?: boolean;
  readonly upBias: boolean;
  /** Share of the values of the bottom that are dropped. */
  readonly dropout: number;
}

/** `[…sides, c] → […sides, up(0)]`; every side must be a multiple of 2 to the `depth`. */
export function uNet(inputs: SymbolicTensor, plan: UNetPlan): SymbolicTensor {
  const { depth, dimensions, dropout } = plan;
  const skips: SymbolicTensor[] = [];
  let x = inputs;
  for (let level = 0; level < depth; level += 1) {
    x = twoConvolutions(x, { plan, name: `down${level + 1}`, filters: plan.down(level) });
    skips.push(x);
    x = maxPool(x, `down${level + 1}_pool`, dimensions);
  }
  x = twoConvolutions(x, { plan, name: 'bottom', filters: plan.down(depth) });
  if (dropout > 0) x = chain(x, seededDropout({ name: 'bottom_dropout', rate: dropout }));
  for (let level = depth - 1; level >= 0; level -= 1)
    x = upBlock(x, skips[level] as SymbolicTensor, { plan, level });
  return x;
}

/** Up-convolution, the skip connection beside it, two convolutions. */
function upBlock(
  x: SymbolicTensor,
  skip: SymbolicTensor,
  { plan, level }: { readonly plan: UNetPlan; readonly level: number },
): SymbolicTensor {
  const name = `up${level + 1}`;
  const [entering, filters] = plan.up(level);
  const { dimensions, upKind: kind, upBias: useBias } = plan;
  const raised = upConvolution(x, { name: `${name}_up`, dimensions, filters: entering, kind, useBias });
  const joined = apply(layers.concatenate({ name: `${name}_concat`, axis: -1 }), [skip, raised]);
  return twoConvolutions(joined, { plan, name, filters: [filters, filters] });
}

function twoConvolutions(
  x: SymbolicTensor,
  { plan, name, filters }: { plan: UNetPlan; name: string; filters: readonly [number, number] },
): SymbolicTensor {
  const { dimensions, normalization, useBias } = plan;
  const options = { dimensions, normalization, ...(useBias !== undefined && { useBias }) };
  return filters.reduce(
    (value, count, i) => convNormRelu(value, { ...options, name: `${name}_${i + 1}`, filters: count }),
    x,
  );
}
