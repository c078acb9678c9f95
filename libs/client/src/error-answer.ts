import { ErrorBody, type ErrorCode } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  503: 'unavailable',
  504: 'deadline',
};

/**
 * The error that an answer with a status of 400 or more stands for: its `{ error }` body where it has one, else (a
 * proxy, a coordinator of another version) what the status says.
 */
export function errorOfAnswer(what: string, status: number, body: string): TrainError {
  const parsed = ErrorBody.safeParse(errorField(body));
  if (parsed.success) {
    const { code, message, details } = parsed.data;
    return TrainError.fromView({ code, message, ...(details && { details }) });
  }
  const excerpt = body.trim().slice(0, 200);
  return new TrainError(
    BY_STATUS[status] ?? 'internal',
    `${what} answered ${status}${excerpt === '' ? '' : `: ${excerpt}`}`,
    { details: { status } },
  );
}

function errorField(body: string): unknown {
  try {
    return (JSON.parse(body) as { error?: unknown } | null)?.error;
  } catch {
    return undefined;
  }
}

/** What a failed `fetch` means: nothing answered. Errors of ours pass through. */
export function connectionError(url: string, cause: unknown): TrainError {
  if (cause instanceof TrainError) return cause;
  const reason = deepestReason(cause);
  if (CERTIFICATE_FAULT.test(reason))
    return new TrainError(
      'unauthenticated',
      `the certificate shown at ${url} is not accepted (${reason}): name the authority of the cluster by --ca-file, ` +
        'a copy of tls/ca.crt in the home of its coordinator, and use a host that `ringmaster certs ls` lists there',
      { cause, details: { url } },
    );
  const scheme = url.startsWith('http:') ? ': https:// where the coordinator has certificates' : '';
  return new TrainError(
    'unavailable',
    `no coordinator answers at ${url} (${reason}); check that it runs (\`ringmaster up\`) and that the URL is right${scheme}`,
    { cause, details: { url } },
  );
}

/** What OpenSSL and Node say of certificates that are not accepted. */
const CERTIFICATE_FAULT = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/;

/** `fetch` hides the system's error ("ECONNREFUSED") in `cause`. */
function deepestReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return deepestReason(error.cause);
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.message;
}
