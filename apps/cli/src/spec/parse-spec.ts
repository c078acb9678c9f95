import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { isCollection, isScalar, LineCounter, parseDocument, visit } from 'yaml';

/** Aliases that one document may use; more is an attempt to grow a small file into a huge tree. */
const MAX_ALIASES = 100;

/** The coordinator bounds what it takes; this keeps what reads a document here from going down without end. */
const MAX_DEPTH = 2 * LIMITS.jobDocumentDepth;

/**
 * A YAML 1.2 or JSON text as plain data: one document, no tags, no duplicate keys, bounded in size and aliases.
 * @throws TrainError `invalid` with the place of every problem, `too_large`
 */
export function parseSpec(name: string, text: string): unknown {
  if (Buffer.byteLength(text) > LIMITS.jobDocumentBytes)
    throw new TrainError('too_large', `${name} is larger than ${LIMITS.jobDocumentBytes} bytes`);
  const lines = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  try {
    const document = parseDocument(text, { lineCounter: lines, schema: 'core', prettyErrors: false });
    const problems = document.errors.map((error) => `${place(error.pos[0])}: ${error.message}`);
    visit(document, (_key, node) => {
      if ((isScalar(node) || isCollection(node)) && node.tag !== undefined)
        problems.push(`${place(node.range?.[0] ?? 0)}: tags such as ${node.tag} are not allowed`);
    });
    if (problems.length > 0) throw new TrainError('invalid', problems.join('\n'));
    const value = document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
    if (depthOver(value, MAX_DEPTH))
      throw new TrainError('invalid', `${name} is nested deeper than ${MAX_DEPTH} levels, or holds itself`);
    return value;
  } catch (error) {
    if (error instanceof TrainError) throw error;
    // Too many aliases (ReferenceError) or nesting without end (RangeError).
    throw new TrainError('invalid', `${name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** Also for a value that an alias puts into itself, which has no depth. */
function depthOver(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((held) => depthOver(held, levels - 1));
}
