/** Why samples of this shape are no images of at least `smallest` × `smallest` pixels, or undefined. */
export function notAnImage(inputShape: readonly number[], smallest: number): string | undefined {
  const [rows = 0, columns = 0] = inputShape;
  return inputShape.length === 3 && rows >= smallest && columns >= smallest
    ? undefined
    : `takes images [rows, columns, channels] of at least ${smallest}×${smallest} pixels`;
}
