import type { CallOptions } from '@ringmaster/client';
import type { Session } from './session.js';

/** `--timeout` as the deadline of one call. */
export const callOptions = ({ flags }: Session): CallOptions =>
  flags.timeoutMs === undefined ? {} : { timeoutMs: flags.timeoutMs };
