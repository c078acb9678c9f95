import { customGrad, type GradSaveFunc, type Tensor, zerosLike } from '@tensorflow/tfjs-core';

/** What `make` computes of a tensor, as a constant of the loss: no gradient goes through it, whatever ops it takes. */
export function held(x: Tensor, make: (x: Tensor) => Tensor): Tensor {
  return customGrad((...given) => {
    const [input, save] = given as [Tensor, GradSaveFunc];
    save([input]);
    const gradFunc = (_dy: Tensor, [saved]: Tensor[]): Tensor => zerosLike(saved as Tensor);
    return { value: make(input), gradFunc };
  })(x);
}
