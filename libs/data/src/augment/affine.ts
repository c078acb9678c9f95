/**
 * A map of places, in pixels from the middle of the first pixel: (row, column) goes to
 * (rr·row + rc·column + r, cr·row + cc·column + c). In a warp it sends a place of the result to where it comes from.
 */
export interface Affine {
  readonly rr: number;
  readonly rc: number;
  readonly r: number;
  readonly cr: number;
  readonly cc: number;
  readonly c: number;
}

interface Sides {
  readonly rows: number;
  readonly columns: number;
}

type Linear = Pick<Affine, 'rr' | 'rc' | 'cr' | 'cc'>;

/** A linear map around the middle of the image. Half pixels are exact, so flips and quarter turns are. */
export function aroundMiddle({ rows, columns }: Sides, { rr, rc, cr, cc }: Linear): Affine {
  const [row, column] = [(rows - 1) / 2, (columns - 1) / 2];
  return { rr, rc, cr, cc, r: row - rr * row - rc * column, c: column - cr * row - cc * column };
}

export const translation = (down: number, right: number): Affine => ({
  ...{ rr: 1, rc: 0, cr: 0, cc: 1 },
  ...{ r: -down, c: -right },
});

/** Turns the picture by `degrees` against the clock. Quarter turns are exact: no rounding of sine and cosine. */
export function turn(sides: Sides, degrees: number): Affine {
  const [sine, cosine] = [sineOf(degrees), sineOf(degrees + 90)];
  return aroundMiddle(sides, { rr: cosine, rc: sine, cr: -sine, cc: cosine });
}

function sineOf(degrees: number): number {
  const quarters = degrees / 90;
  if (Number.isInteger(quarters)) return [0, 1, 0, -1][((quarters % 4) + 4) % 4] as number;
  return Math.sin((degrees * Math.PI) / 180);
}

/** Magnifies around the middle. */
export const magnify = (sides: Sides, factor: number): Affine =>
  aroundMiddle(sides, { rr: 1 / factor, rc: 0, cr: 0, cc: 1 / factor });

/** Slants: a place is fetched from `across` columns further for each row, and `along` rows for each column. */
export const slant = (sides: Sides, { across, along }: { across: number; along: number }): Affine =>
  aroundMiddle(sides, { rr: 1, rc: along, cr: across, cc: 1 });

/** Stretches a rectangle of the image, in pixels from the edge of its first one, over the whole image. */
export function zoomInto(
  { rows, columns }: Sides,
  cut: { readonly top: number; readonly left: number; readonly height: number; readonly width: number },
): Affine {
  const [down, across] = [cut.height / rows, cut.width / columns];
  return {
    ...{ rr: down, rc: 0, cr: 0, cc: across },
    ...{ r: cut.top + down / 2 - 0.5, c: cut.left + across / 2 - 0.5 },
  };
}
