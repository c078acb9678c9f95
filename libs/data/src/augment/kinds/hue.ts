import { type AugmentationOf, spread } from '../augmentation.js';
import { lumaAt, LUMA } from '../colour.js';

/** Turns the chroma of each pixel in the plane of equal luma (YUV). Not clipped. */
export const hue: AugmentationOf<'hue'> = {
  takes: 'rgb',
  draw({ degrees }, random) {
    const angle = (spread(random, degrees) * Math.PI) / 180;
    return [{ does: 'paint', paint: (x) => turnHue(x, angle) }];
  },
};

/** V ÷ U of equal colour differences, as YUV weighs them. */
const RED_TO_BLUE = 0.877 / 0.492;

/** By so many radians, for each RGB pixel; the luma stays but for rounding. */
export function turnHue(x: Float32Array, angle: number): void {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  for (let at = 0; at < x.length; at += 3) {
    const luma = lumaAt(x, at, 3);
    const [red, blue] = [(x[at] as number) - luma, (x[at + 2] as number) - luma];
    const [turnedRed, turnedBlue] = [
      cosine * red + (sine / RED_TO_BLUE) * blue,
      cosine * blue - sine * RED_TO_BLUE * red,
    ];
    x[at] = luma + turnedRed;
    x[at + 1] = luma - (LUMA[0] * turnedRed + LUMA[2] * turnedBlue) / LUMA[1];
    x[at + 2] = luma + turnedBlue;
  }
}
