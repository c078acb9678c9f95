import { TrainError } from '@ringmaster/core';

/** Longest piece of a file that a message repeats. */
const SHOWN = 40;

/** A broken file. `where` is `file`, `file:line`, `file:line:column` (both from 1) or `file: byte n` (from 0). */
export function corrupt(where: string, what: string, options: { readonly cause?: unknown } = {}): TrainError {
  return new TrainError('data_corrupt', `${where}: ${what}`, options);
}

/** A piece of a file as a message may repeat it: quoted, control characters escaped, cut. */
export function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}

/** The first of some words, for a message. */
export const listed = (words: readonly string[]): string =>
  words.slice(0, 5).map(shown).join(', ') + (words.length > 5 ? ` and ${words.length - 5} more` : '');
