import type { Image } from './image.js';

export interface Size {
  readonly height: number;
  readonly width: number;
}

/** The largest part around the middle that has the proportions of `size`. */
export function centreCrop(image: Image, size: Size): Image {
  const scale = Math.min(image.width / size.width, image.height / size.height);
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  const { channels } = image;
  const [left, top] = [Math.floor((image.width - width) / 2), Math.floor((image.height - height) / 2)];
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * channels;
    data.set(image.data.subarray(from, from + width * channels), y * width * channels);
  }
  return { width, height, channels, data };
}

/**
 * Resamples with a triangle filter that widens when the image shrinks, so that no pixel is left out (as Pillow's
 * `BILINEAR` does). Double precision, one order of additions: the same bytes everywhere.
 */
export function resize(image: Image, { height, width }: Size): Image {
  if (image.height === height && image.width === width) return image;
  const { channels } = image;
  const columns = weights(image.width, width);
  const rows = weights(image.height, height);
  const narrow = new Float64Array(image.height * width * channels);
  for (let y = 0; y < image.height; y++)
    columns.forEach(({ first, factors }, x) => {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let i = 0; i < factors.length; i++)
          sum +=
            (factors[i] as number) *
            (image.data[(y * image.width + first + i) * channels + channel] as number);
        narrow[(y * width + x) * channels + channel] = sum;
      }
    });
  const data = new Uint8Array(height * width * channels);
  const line = width * channels;
  rows.forEach(({ first, factors }, y) => {
    for (let at = 0; at < line; at++) {
      let sum = 0;
      for (let i = 0; i < factors.length; i++)
        sum += (factors[i] as number) * (narrow[(first + i) * line + at] as number);
      data[y * line + at] = Math.min(255, Math.max(0, Math.round(sum)));
    }
  });
  return { width, height, channels, data };
}

interface Weights {
  readonly first: number;
  /** They add up to one. */
  readonly factors: readonly number[];
}

function weights(from: number, to: number): readonly Weights[] {
  const scale = from / to;
  const support = Math.max(1, scale);
  return Array.from({ length: to }, (_, index) => {
    const centre = (index + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - support + 0.5));
    const last = Math.min(from, Math.floor(centre + support + 0.5));
    const raw = Array.from({ length: last - first }, (__, i) =>
      Math.max(0, 1 - Math.abs((first + i + 0.5 - centre) / support)),
    );
    const sum = raw.reduce((total, value) => total + value, 0);
    return { first, factors: raw.map((value) => value / sum) };
  });
}

/** One channel of three by the luma of ITU-R BT.601, or three equal ones of one. */
export function withChannels(image: Image, channels: 1 | 3): Image {
  if (image.channels === channels) return image;
  const count = image.width * image.height;
  const data = new Uint8Array(count * channels);
  for (let pixel = 0; pixel < count; pixel++)
    if (channels === 3) data.fill(image.data[pixel] as number, 3 * pixel, 3 * pixel + 3);
    else {
      const [red, green, blue] = image.data.subarray(3 * pixel, 3 * pixel + 3) as unknown as number[];
      data[pixel] = Math.round(0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0));
    }
  return { ...image, channels, data };
}
