import { ERROR_CODES, type ErrorCode, type ErrorView } from '@ringmaster/contracts';

export interface TrainErrorOptions extends ErrorOptions {
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * The one error class. The code decides about retry, exit code and HTTP status (contracts' ERROR_CODES); the message
 * says what happened, to which id, and what to do next.
 */
export class TrainError extends Error {
  override readonly name = 'TrainError';
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: TrainErrorOptions = {},
  ) {
    super(message, options);
    this.details = options.details;
  }

  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  view(): ErrorView {
    return { code: this.code, message: this.message, ...(this.details && { details: this.details }) };
  }

  /** The single door for caught values. Only boundaries call it (RPC handlers, the CLI's main, a process's main). */
  static from(cause: unknown): TrainError {
    if (cause instanceof TrainError) return cause;
    if (cause instanceof Error && cause.name === 'AbortError')
      return new TrainError('cancelled', cause.message, { cause });
    return new TrainError('internal', cause instanceof Error ? cause.message : String(cause), { cause });
  }

  static fromView(view: ErrorView): TrainError {
    return new TrainError(view.code, view.message, view.details ? { details: view.details } : {});
  }
}

/** Throws `internal` unless the condition holds: for what only a bug of ours can break. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new TrainError('internal', message);
}
