import { LIMITS } from '@ringmaster/contracts';
import { corrupt } from '../files/corrupt.js';
import type { SampleBlock } from '../files/sample-block.js';
import { decodeImage } from './decode-image.js';
import type { Image } from './image.js';
import { centreCrop, resize, type Size, withChannels } from './resize.js';

/** What documents say about decoded images, whatever holds them. */
export interface ImageConfig {
  readonly size?: Size | undefined;
  readonly fit: 'refuse' | 'crop' | 'stretch';
  readonly channels: 'rgb' | 'grayscale';
}

interface ImageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Decodes images one after the other into one block. @throws TrainError `data_corrupt` naming the image */
export async function imageBlock(
  count: number,
  imageAt: (row: number) => ImageFile,
  { decode = decodeImage, ...config }: ImageConfig & { readonly decode?: typeof decodeImage },
): Promise<Pick<SampleBlock, 'inputShape' | 'x'>> {
  const channels = config.channels === 'rgb' ? 3 : 1;
  let shape: (Size & { readonly of: string }) | undefined = config.size && {
    ...config.size,
    of: 'data.config.size',
  };
  let x = new Uint8Array();
  for (let row = 0; row < count; row++) {
    const { name, bytes } = imageAt(row);
    const image = withChannels(fitted(name, await decode(name, bytes), { shape, config }), channels);
    shape ??= { height: image.height, width: image.width, of: name };
    if (row === 0) x = allocated(count, name, image);
    x.set(image.data, row * image.data.length);
  }
  const { height, width } = shape as Size;
  return { inputShape: [height, width, channels], x };
}

function allocated(count: number, name: string, { data }: Image): Uint8Array<ArrayBuffer> {
  const values = count * data.length;
  if (values > LIMITS.dataValues)
    throw corrupt(
      name,
      `${count} images of this size hold ${values} values, more than ${LIMITS.dataValues}: choose a smaller data.config.size`,
    );
  return new Uint8Array(values);
}

function fitted(
  name: string,
  image: Image,
  { shape, config }: { readonly shape: (Size & { of: string }) | undefined; readonly config: ImageConfig },
): Image {
  if (!shape || (shape.height === image.height && shape.width === image.width)) return image;
  if (config.fit === 'refuse')
    throw corrupt(
      name,
      `is ${image.width}×${image.height} pixels, but ${shape.of} is ${shape.width}×${shape.height}; say data.config.size and fit: crop or stretch`,
    );
  return resize(config.fit === 'crop' ? centreCrop(image, shape) : image, shape);
}
