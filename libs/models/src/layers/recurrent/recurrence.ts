import {
  add,
  concat,
  customGrad,
  type GradSaveFunc,
  matMul,
  slice,
  stack,
  sub,
  sum,
  type Tensor,
  unstack,
} from '@tensorflow/tfjs-core';

export interface CellStep {
  readonly h: Tensor;
  /** What the way back needs of this step. */
  readonly kept: readonly Tensor[];
}

export interface CellSlopes {
  /** Of the gates as the input feeds them, `[batch, gates·units]`. */
  readonly input: Tensor;
  /** Of the gates as the state feeds them, which is the same where both are only added. */
  readonly product: Tensor;
  /** Of the state before, past all kernels. */
  readonly direct?: Tensor;
}

/** One step of a recurrent network whose only state is what it puts out, and the derivative of that step. */
export interface Cell {
  /** @param product the state before times the recurrent kernel, plus its bias */
  step(input: Tensor, product: Tensor, h: Tensor): CellStep;
  slopes(dh: Tensor, h: Tensor, kept: readonly Tensor[]): CellSlopes;
}

export interface RecurrenceInputs {
  /** The inputs times their kernel, plus their bias: `[batch, time, gates·units]`. */
  readonly x: Tensor;
  /** `[units, gates·units]` */
  readonly kernel: Tensor;
  /** `[gates·units]` */
  readonly bias: Tensor;
}

/** Zeros of the batch's size, made of the input: a compiled graph then holds for any batch. */
export function firstState(x: Tensor, units: number): Tensor {
  const piece = slice(x, [0, 0], [x.shape[0] ?? 1, units]);
  return sub(piece, piece);
}

/**
 * All hidden states `[batch, time, units]`, from zeros. The way back is back-propagation through time by hand: the kernel's
 * gradient is one product over all steps at the end, where automatic differentiation makes and adds one a step.
 */
export function recurrence(cell: Cell, { x, kernel, bias }: RecurrenceInputs): Tensor {
  return customGrad((...given) => {
    const [inputs, weights, offset, save] = given as [Tensor, Tensor, Tensor, GradSaveFunc];
    const steps: CellStep[] = [];
    const before: Tensor[] = [];
    const pieces = unstack(inputs, 1);
    let h = firstState(pieces[0] as Tensor, weights.shape[0] ?? 1);
    for (const input of pieces) {
      before.push(h);
      const step = cell.step(input, add(matMul(h, weights), offset), h);
      steps.push(step);
      h = step.h;
    }
    const width = steps[0]?.kept.length ?? 0;
    save([weights, ...before, ...steps.flatMap(({ kept }) => kept)]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
      const [kernels, ...rest] = saved as [Tensor, ...Tensor[]];
      const states = rest.slice(0, steps.length);
      const keptOf = (t: number) => rest.slice(steps.length + t * width, steps.length + (t + 1) * width);
      return backThroughTime(cell, { dy, kernel: kernels, states, keptOf });
    };
    return {
      value: stack(
        steps.map((step) => step.h),
        1,
      ),
      gradFunc,
    };
  })(x, kernel, bias);
}

interface WayBack {
  readonly dy: Tensor;
  readonly kernel: Tensor;
  /** The state before each step. */
  readonly states: readonly Tensor[];
  readonly keptOf: (step: number) => readonly Tensor[];
}

function backThroughTime(cell: Cell, { dy, kernel, states, keptOf }: WayBack): Tensor[] {
  const inputs: Tensor[] = [];
  const products: Tensor[] = [];
  const later = unstack(dy, 1);
  let dh: Tensor | undefined;
  for (let t = states.length - 1; t >= 0; t -= 1) {
    const own = later[t] as Tensor;
    const slopes = cell.slopes(dh ? add(own, dh) : own, states[t] as Tensor, keptOf(t));
    inputs.unshift(slopes.input);
    products.unshift(slopes.product);
    const through = matMul(slopes.product, kernel, false, true) as Tensor;
    dh = slopes.direct ? add(through, slopes.direct) : through;
  }
  const all = concat(products, 0);
  return [stack(inputs, 1), matMul(concat([...states], 0), all, true, false), sum(all, 0)];
}
