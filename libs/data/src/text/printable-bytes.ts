/**
 * A printable character for each byte, as GPT-2's files have it: itself where it is a visible Latin-1 character, else one from
 * U+0100 on, so that vocabularies can be read and lines can be split at spaces.
 */
const CHARACTERS: readonly string[] = (() => {
  const isVisible = (byte: number) =>
    (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte <= 0xff && byte !== 0xad);
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isVisible(byte) ? byte : next++));
})();

const BYTES: ReadonlyMap<string, number> = new Map(CHARACTERS.map((character, byte) => [character, byte]));

export const printable = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => CHARACTERS[byte] ?? '').join('');

/** Undefined when a character stands for no byte. */
export function bytesOf(text: string): readonly number[] | undefined {
  const bytes = Array.from(text, (character) => BYTES.get(character));
  return bytes.every((byte) => byte !== undefined) ? bytes : undefined;
}
