import type { ModelEntry } from '@ringmaster/contracts';
import type { Clock, Logger } from '@ringmaster/core';
import type { LoadedModel } from '../predict/loaded-model.js';
import type { ServedLanguage } from './generation-service.js';

export interface ModelServerOptions {
  readonly model: LoadedModel;
  /** The same model as one that says next tokens, where it does. */
  readonly language?: ServedLanguage | undefined;
  /** What is served, for people. */
  readonly label: string;
  readonly entry?: ModelEntry | undefined;
  readonly token: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly maxBatch: number;
  readonly maxDelayMs: number;
  readonly maxQueue: number;
  /** How long a body may take to come, and an answer; default: LIMITS. */
  readonly bodyMs?: number;
  readonly answerMs?: number;
  readonly clock: Clock;
  readonly logger: Logger;
}
