// docs/reference/job-document.{schema.json,md} from the zod schema of the job document.
import { cell, code, page, table } from './markdown.mjs';

const INTRO = `A job document is YAML 1.2 or JSON. Unknown keys are errors, and every field with a default may be left out.
\`ringmaster validate <spec>\` prints a document with all defaults filled in; \`--set path=value\` changes one field for
one run. For completion in an editor, put this line at the top of a YAML file:

\`\`\`yaml
# yaml-language-server: $schema=<path to>/docs/reference/job-document.schema.json
\`\`\``;

export async function jobDocument({ sources }) {
  const schema = {
    title: 'Ringmaster job document',
    ...sources.jobDocumentJsonSchema(),
  };
  return {
    'docs/reference/job-document.schema.json': `${JSON.stringify(schema, null, 2)}\n`,
    'docs/reference/job-document.md': page(
      'Job document',
      'libs/contracts/src/job/document.ts',
      INTRO,
      ...sections('', schema),
    ),
  };
}

/** One table for each object, in the order of the document. */
function sections(path, schema) {
  const own = fieldTable(path, schema);
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    nested(path === '' ? name : `${path}.${name}`, field),
  );
  return [...own, ...below];
}

function nested(path, field) {
  if (field.type === 'array') return nested(`${path}[]`, field.items ?? {});
  const alternatives = kinds(field);
  if (alternatives.length > 0) return alternatives.flatMap(([kind, each]) => fieldTable(path, each, kind));
  return field.properties === undefined ? [] : sections(path, field);
}

/** The alternatives of a union on `kind`. */
function kinds(field) {
  return (field.oneOf ?? field.anyOf ?? [])
    .map((each) => [each.properties?.kind?.const, each])
    .filter(([kind]) => kind !== undefined);
}

export function fieldTable(path, schema, kind) {
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => name !== 'kind' || kind === undefined);
  const title = path === '' ? '## Top level' : `## \`${path}\`${kind === undefined ? '' : ` with \`kind: ${kind}\``}`;
  if (fields.length === 0) return [`${title}\n\nNo further fields.`];
  const required = new Set(schema.required ?? []);
  const rows = fields.map(([name, field]) => [
    code(name),
    cell(typeOf(field)),
    required.has(name) ? 'required' : defaultOf(field),
    cell(field.description ?? ''),
  ]);
  return [`${title}\n\n${table(['Field', 'Type', 'Default', 'Meaning'], rows)}`];
}

const defaultOf = ({ default: value }) =>
  value === undefined || JSON.stringify(value) === '{}' ? '' : code(JSON.stringify(value));

function typeOf(field) {
  if (field.const !== undefined) return `\`${JSON.stringify(field.const)}\``;
  if (field.enum !== undefined) return field.enum.map((value) => `\`${value}\``).join(', ');
  const alternatives = kinds(field);
  if (alternatives.length > 0) return `one of the kinds ${alternatives.map(([kind]) => `\`${kind}\``).join(', ')}`;
  const union = field.oneOf ?? field.anyOf;
  if (union !== undefined) return union.map(typeOf).join(' or ');
  if (field.type === 'array') return `list, at most ${field.maxItems ?? '∞'}`;
  if (field.type === 'object') return 'mapping';
  return `${field.type}${rangeOf(field)}`;
}

function rangeOf({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, maxLength }) {
  const limits = [];
  if (exclusiveMinimum !== undefined)
    limits.push(type === 'integer' ? `≥ ${exclusiveMinimum + 1}` : `> ${exclusiveMinimum}`);
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) limits.push(`≥ ${minimum}`);
  if (exclusiveMaximum !== undefined) limits.push(`< ${exclusiveMaximum}`);
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) limits.push(`≤ ${maximum}`);
  if (maxLength !== undefined) limits.push(`at most ${maxLength} characters`);
  return limits.length === 0 ? '' : `, ${limits.join(', ')}`;
}
