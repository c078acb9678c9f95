import { corrupt } from '../files/corrupt.js';
import { utf8 } from '../table/utf8.js';

export const DOCUMENT_KINDS = ['file', 'paragraph', 'line'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** A piece of text that is wholly in one split. */
export interface TextDocument {
  readonly text: string;
  /** `file:line`, for messages. */
  readonly where: string;
}

const SEPARATORS = { file: undefined, paragraph: /\r?\n[ \t]*(?:\r?\n[ \t]*)+/g, line: /\r?\n/g } as const;

/**
 * The documents of a text file; blank ones are left out.
 * @throws TrainError `data_corrupt` naming the file and the byte that is no UTF-8, or the line with a NUL
 */
export function readDocuments(name: string, bytes: Uint8Array, kind: DocumentKind): readonly TextDocument[] {
  const text = utf8(name, bytes);
  const nul = text.indexOf('\0');
  if (nul >= 0) throw corrupt(`${name}:${lineOf(text, nul)}`, 'a NUL character: this is no text file');
  const separator = SEPARATORS[kind];
  if (!separator) return text.trim() === '' ? [] : [{ text, where: `${name}:1` }];
  const documents: TextDocument[] = [];
  let [from, line] = [0, 1];
  const add = (until: number) => {
    const piece = text.slice(from, until);
    if (piece.trim() !== '') documents.push({ text: piece, where: `${name}:${line}` });
  };
  for (const match of text.matchAll(separator)) {
    add(match.index);
    line += lineOf(text.slice(from, match.index + match[0].length), Infinity) - 1;
    from = match.index + match[0].length;
  }
  add(text.length);
  return documents;
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) line++;
  return line;
}
