// docs/reference/http-api.md from the table of routes and the table of error codes.
import { cell, code, page, table } from './markdown.mjs';

const INTRO = `The coordinator's HTTP API. The token goes into the header \`Authorization: Bearer <token>\`; without it the answer is
401 on every route that is not public. A job's own token (\`job\`) opens that job's artifacts alone. \`:id\` takes a
unique prefix of a job id. Errors are \`{"error": {"code", "message", "details"?}}\`.`;

export async function httpApi({ sources }) {
  const routes = Object.values(sources.ROUTES).map(({ method, path, access, summary }) => [
    code(`${method} ${path}`),
    access,
    cell(summary),
  ]);
  const errors = Object.entries(sources.ERROR_CODES).map(([name, { http, exitCode, retryable }]) => [
    code(name),
    http,
    exitCode,
    retryable ? 'yes' : 'no',
  ]);
  return {
    'docs/reference/http-api.md': page(
      'HTTP API',
      'libs/contracts/src/api/routes.ts and libs/contracts/src/errors.ts',
      INTRO,
      `## Routes\n\n${table(['Route', 'Access', 'What it does'], routes)}`,
      `## Error codes\n\n${table(['Code', 'HTTP status', 'Exit code', 'A job is tried again'], errors)}`,
    ),
  };
}
