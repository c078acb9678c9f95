import { z } from 'zod';
import { JobDocument } from './document.js';

/** JSON Schema (draft 2020-12) of what users write: fields with a default are optional. For editors and the reference page. */
export function jobDocumentJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(JobDocument, { io: 'input' }) as Record<string, unknown>;
}
