/** What every call takes. */
export interface CallOptions {
  /** Gives the call up; it then rejects with `cancelled`. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the answer must be there; default `LIMITS.apiCallMs`. Past it: TrainError `deadline`. */
  readonly timeoutMs?: number;
}
