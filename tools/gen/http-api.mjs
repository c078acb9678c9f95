// docs/reference/http-api.md from the table of routes and the table of error codes.
import { cell, code, page, table } from './markdown.mjs';

const INTRO = `The coordinator's HTTP API. A token goes into the header \`Authorization: Bearer <token>\`; without one the answer is
401 on every route that is not public, and 403 when its role is not enough: \`reader\`, \`submitter\` and \`admin\` may each do
what the one before may. With \`+ rank\` the token of a running attempt opens what belongs to its job; when it is over,
the job's checkpoints alone, which may come late, until another attempt begins or the job ends. Another method on the same path is 405. Every answer has a \`ringmaster-request\`, which \`ringmaster audit-log\` shows too. \`:id\` takes a unique prefix of a job id. Errors are \`{"error": {"code", "message", "details"?}}\`.`;

export async function httpApi({ sources }) {
  const routes = Object.values(sources.ROUTES).map(({ method, path, access, ranks, summary }) => [
    code(`${method} ${path}`),
    ranks ? `${access} + rank` : access,
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
