/**
 * The closed set of error codes. They cross HTTP, gRPC and the job log unchanged; everything else about a failure
 * (retry, exit code, HTTP status) is derived from the code, in one table.
 */
export const ERROR_CODES = {
  /** The user's document, flag or value is wrong. */
  invalid: { retryable: false, exitCode: 2, http: 400 },
  /** A file or record of a data set is broken; the message names file and byte or line. */
  data_corrupt: { retryable: false, exitCode: 1, http: 422 },
  /** Loss or gradient stayed non-finite for `maxNonFiniteSteps`. */
  non_finite: { retryable: false, exitCode: 1, http: 422 },
  /** Replicas that must be bitwise equal are not. */
  replica_drift: { retryable: false, exitCode: 1, http: 500 },
  /** The job ran longer, or used more, than its limits allow. */
  limit_exceeded: { retryable: false, exitCode: 1, http: 422 },
  /** A checkpoint or artifact failed its checksum. */
  artifact_corrupt: { retryable: false, exitCode: 1, http: 422 },
  not_found: { retryable: false, exitCode: 3, http: 404 },
  /** The id is taken by a different request, or the state does not allow it. */
  conflict: { retryable: false, exitCode: 2, http: 409 },
  unauthenticated: { retryable: false, exitCode: 4, http: 401 },
  forbidden: { retryable: false, exitCode: 4, http: 403 },
  too_large: { retryable: false, exitCode: 2, http: 413 },
  /** A message of another generation, job or step: refused, never applied. */
  fenced: { retryable: true, exitCode: 1, http: 409 },
  /** A rank's process ended by itself: signal or exit code, not by our wish. */
  rank_crashed: { retryable: true, exitCode: 1, http: 500 },
  rank_out_of_memory: { retryable: true, exitCode: 1, http: 500 },
  /** An agent's connection and heartbeats stopped. */
  agent_lost: { retryable: true, exitCode: 1, http: 500 },
  /** Another rank could not be reached, or vanished. */
  peer_lost: { retryable: true, exitCode: 1, http: 500 },
  /** Something that waits did not get its answer in time. */
  deadline: { retryable: true, exitCode: 6, http: 504 },
  cancelled: { retryable: false, exitCode: 1, http: 409 },
  /** Redis, the coordinator or the store cannot be reached. */
  unavailable: { retryable: true, exitCode: 5, http: 503 },
  disk_full: { retryable: true, exitCode: 1, http: 507 },
  /** Versions or engine fingerprints differ. */
  incompatible: { retryable: false, exitCode: 1, http: 409 },
  /** A bug of ours. */
  internal: { retryable: true, exitCode: 1, http: 500 },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An error as data: what the API, the job log and `--json` show. */
export interface ErrorView {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}
