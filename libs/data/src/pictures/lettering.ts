/** Three columns and five rows, a bit a pixel, the top left one first. Small letters are drawn as capitals. */
const GLYPHS: Readonly<Record<string, number>> = {
  0: 0b111_101_101_101_111,
  1: 0b010_110_010_010_111,
  2: 0b111_001_111_100_111,
  3: 0b111_001_111_001_111,
  4: 0b101_101_111_001_001,
  5: 0b111_100_111_001_111,
  6: 0b111_100_111_101_111,
  7: 0b111_001_010_010_010,
  8: 0b111_101_111_101_111,
  9: 0b111_101_111_001_111,
  A: 0b010_101_111_101_101,
  B: 0b110_101_110_101_110,
  C: 0b011_100_100_100_011,
  D: 0b110_101_101_101_110,
  E: 0b111_100_110_100_111,
  F: 0b111_100_110_100_100,
  G: 0b011_100_101_101_011,
  H: 0b101_101_111_101_101,
  I: 0b111_010_010_010_111,
  J: 0b001_001_001_101_010,
  K: 0b101_101_110_101_101,
  L: 0b100_100_100_100_111,
  M: 0b101_111_111_101_101,
  N: 0b110_101_101_101_101,
  O: 0b010_101_101_101_010,
  P: 0b110_101_110_100_100,
  Q: 0b010_101_101_110_011,
  R: 0b110_101_110_101_101,
  S: 0b011_100_010_001_110,
  T: 0b111_010_010_010_010,
  U: 0b101_101_101_101_111,
  V: 0b101_101_101_101_010,
  W: 0b101_101_111_111_101,
  X: 0b101_101_010_101_101,
  Y: 0b101_101_010_010_010,
  Z: 0b111_001_010_100_111,
  ' ': 0,
  '-': 0b000_000_111_000_000,
  _: 0b000_000_000_000_111,
  '.': 0b000_000_000_000_010,
  ',': 0b000_000_000_010_100,
  ':': 0b000_010_000_010_000,
  '/': 0b001_001_010_100_100,
  '(': 0b010_100_100_100_010,
  ')': 0b010_001_001_001_010,
};
/** What stands for all others. */
const UNKNOWN = 0b111_001_011_000_010;
const GLYPH = { width: 3, height: 5 } as const;
const ZOOM = 2;
const ADVANCE = (GLYPH.width + 1) * ZOOM;

export const LETTER_HEIGHT = GLYPH.height * ZOOM;

/** Of a text, in pixels, without space around it. */
export const textWidth = (text: string): number => Math.max(0, [...text].length * ADVANCE - ZOOM);

/** As many letters as fit a width; of a longer text the last one is a full stop. */
export function shortened(text: string, width: number): string {
  const most = Math.max(1, Math.floor((width + ZOOM) / ADVANCE));
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}.`;
}

/** The pixels of a text whose top left corner is 0, 0. */
export function lettering(text: string): readonly (readonly [x: number, y: number])[] {
  const size = GLYPH.width * GLYPH.height;
  return [...text].flatMap((letter, place) => {
    const glyph = GLYPHS[letter.toUpperCase()] ?? UNKNOWN;
    return Array.from({ length: size }, (_, bit) => bit)
      .filter((bit) => ((glyph >> (size - 1 - bit)) & 1) === 1)
      .flatMap((bit) =>
        Array.from({ length: ZOOM * ZOOM }, (_, i): readonly [number, number] => [
          place * ADVANCE + (bit % GLYPH.width) * ZOOM + (i % ZOOM),
          Math.floor(bit / GLYPH.width) * ZOOM + Math.floor(i / ZOOM),
        ]),
      );
  });
}
