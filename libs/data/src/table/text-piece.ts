/** Whole records of a file, as text. */
export interface TextPiece {
  readonly text: string;
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** Whether nothing but blanks follows it in its file. */
  isBlankAfter(): boolean;
}

/** All of a file, or a record by itself. */
export const wholeText = (text: string): TextPiece => ({ text, line: 1, isBlankAfter: () => true });
