import { LIMITS } from '@ringmaster/contracts';
import { z } from 'zod';
import { corrupt, shown } from '../files/corrupt.js';
import { jsonErrorAt } from '../table/json-error.js';
import { utf8 } from '../table/utf8.js';

const Id = z.int().min(0);
const Side = z.int().min(1).max(65_536);
const Length = z.number().min(0);

const Image = z.object({ id: Id, file_name: z.string().min(1).max(255), width: Side, height: Side });
const Category = z.object({ id: Id, name: z.string().min(1).max(255) });
const Annotation = z.object({
  image_id: Id,
  category_id: Id,
  /** Left, top, width, height, in pixels. */
  bbox: z.tuple([z.number(), z.number(), Length, Length]),
  iscrowd: z.union([z.literal(0), z.literal(1)]).default(0),
});
type Annotation = z.output<typeof Annotation>;

/**
 * What detection takes of COCO's "instances" files; outlines (`segmentation`), areas, licences and the like are left
 * unread. Entries are read one by one: a list of millions that are none would be as many errors.
 */
const Instances = z.object({
  images: z.array(z.unknown()).min(1),
  categories: z.array(z.unknown()).min(1),
  annotations: z.array(z.unknown()),
});

export interface AnnotatedImage {
  readonly fileName: string;
  readonly width: number;
  readonly height: number;
  /** Where it stands, for messages. */
  readonly where: string;
  /** Rows of `BOX_COLUMNS`. */
  readonly rows: readonly (readonly number[])[];
}

export interface Annotations {
  /** By their ids, in the order of classes. */
  readonly classNames: readonly string[];
  readonly images: readonly AnnotatedImage[];
}

/**
 * Reads an "instances" file of COCO (https://cocodataset.org/#format-data). Classes are numbered in the order of their
 * categories' ids. Boxes are cut at the image's edges; those without area, of which COCO has a few, are left out.
 * @throws TrainError `data_corrupt` naming file and field, or the byte that is no JSON
 */
export function readInstances(name: string, bytes: Uint8Array): Annotations {
  const given = valid(Instances, parseJson(name, bytes), { name, at: [] });
  const each = <T>(entry: z.ZodType<T>, field: keyof typeof given): readonly T[] =>
    given[field].map((value, index) => valid(entry, value, { name, at: [field, index] }));
  const [images, categories] = [each(Image, 'images'), each(Category, 'categories')];
  const annotations = each(Annotation, 'annotations');
  const sorted = [...categories].sort((a, b) => a.id - b.id);
  const classes = numbered(
    name,
    'categories',
    sorted.map(({ id }) => id),
  );
  const places = numbered(
    name,
    'images',
    images.map(({ id }) => id),
  );
  const rows: (readonly number[])[][] = images.map(() => []);
  annotations.forEach((annotation, index) => {
    const where = `${name}: annotations[${index}]`;
    const [place, label] = [places.get(annotation.image_id), classes.get(annotation.category_id)];
    const image = images[place ?? -1];
    if (!image || place === undefined)
      throw corrupt(`${where}.image_id`, `there is no image ${annotation.image_id}`);
    if (label === undefined)
      throw corrupt(`${where}.category_id`, `there is no category ${annotation.category_id}`);
    const row = boxRow(where, annotation, { label, ...image });
    if (row) rows[place]?.push(row);
  });
  return {
    classNames: sorted.map((category) => category.name),
    images: images.map(({ file_name: fileName, width, height }, index) => ({
      ...{ fileName, width, height, where: `${name}: images[${index}]` },
      rows: rows[index] ?? [],
    })),
  };
}

function parseJson(name: string, bytes: Uint8Array): unknown {
  const text = utf8(name, bytes, { most: LIMITS.annotationBytes, instead: 'split it' });
  try {
    return JSON.parse(text);
  } catch (cause) {
    const at = jsonErrorAt(text);
    const line = text.slice(0, at).split('\n').length;
    throw corrupt(`${name}:${line}: character ${at}`, `not JSON from here on: ${shown(text.slice(at))}`, {
      cause,
    });
  }
}

/** @throws TrainError `data_corrupt` naming file and field */
function valid<T>(
  schema: z.ZodType<T>,
  value: unknown,
  { name, at }: { readonly name: string; readonly at: readonly PropertyKey[] },
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw corrupt(`${name}: ${pathText([...at, ...(issue?.path ?? [])])}`, issue?.message ?? 'not valid');
}

/** `annotations[3].bbox[2]`. */
const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '') || 'the whole file';

/** The place of each id. @throws TrainError `data_corrupt` for one that occurs twice */
function numbered(name: string, field: string, ids: readonly number[]): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  ids.forEach((id, place) => {
    if (places.has(id)) throw corrupt(`${name}: ${field}`, `the id ${id} occurs twice`);
    places.set(id, place);
  });
  return places;
}

function boxRow(
  where: string,
  { bbox: [x, y, w, h], iscrowd }: Annotation,
  { label, width, height }: { readonly label: number; readonly width: number; readonly height: number },
): readonly number[] | undefined {
  const cut = (at: number, most: number): number => Math.min(1, Math.max(0, at / most));
  const [x1, y1, x2, y2] = [cut(x, width), cut(y, height), cut(x + w, width), cut(y + h, height)];
  if (w === 0 || h === 0) return undefined;
  if (x2 <= x1 || y2 <= y1)
    throw corrupt(
      `${where}.bbox`,
      `[${x}, ${y}, ${w}, ${h}] lies outside of its image of ${width}×${height} pixels`,
    );
  return [x1, y1, x2, y2, label, iscrowd];
}
