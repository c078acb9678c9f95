import type { Cluster } from '../cluster.js';
import { hold } from './fault-row.js';

export interface Reply {
  /** Of HTTP; 0 when nobody answered. */
  readonly status: number;
  readonly ms: number;
  readonly text: string;
}

/** One call of the cluster's HTTP API; a coordinator that is away is a status, not an error. */
export async function call(cluster: Cluster, path: string, body?: unknown): Promise<Reply> {
  const startedMs = performance.now();
  const ms = () => Math.round(performance.now() - startedMs);
  try {
    const response = await fetch(`${cluster.endpoint().url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${cluster.token()}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(CALL_MS),
    });
    const text = await response.text();
    return { status: response.status, ms: ms(), text };
  } catch (error) {
    return { status: 0, ms: ms(), text: String(error) };
  }
}

const CALL_MS = 15_000;

/** The document that arguments of `submit` name, resolved. */
export async function documentOf(cluster: Cluster, args: readonly string[]): Promise<unknown> {
  const { resolved } = await cluster.json<{ resolved?: unknown }>(['validate', ...args]);
  hold(resolved !== undefined, `validate ${args.join(' ')} gave no document`);
  return resolved;
}

/** Submits under an id of our choice until a coordinator has taken it; the same id again is the same job. */
export async function submitAs(
  cluster: Cluster,
  jobId: string,
  document: unknown,
): Promise<{ readonly tries: number }> {
  const untilMs = performance.now() + TAKEN_MS;
  for (let tries = 1; ; tries += 1) {
    const { status, text } = await call(cluster, '/v1/jobs', { jobId, document });
    if (status === 200 || status === 201) return { tries };
    const isAway = status === 0 || status === 503;
    hold(isAway && performance.now() < untilMs, `submitting ${jobId} was answered with ${status}: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const TAKEN_MS = 60_000;
