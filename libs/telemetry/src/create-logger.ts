import { type Logger, type LogLevel, terminalText } from '@ringmaster/core';
import {
  type DestinationStream,
  destination as openDestination,
  type Logger as PinoLogger,
  pino,
} from 'pino';
import { cleanFields } from './clean-fields.js';

export interface LoggerOptions {
  /** Name of the process, in every line. */
  readonly app: string;
  /** Default `info`. */
  readonly level?: LogLevel;
  /** Where the lines go. Default: standard error, written synchronously, so that a crash loses none. */
  readonly destination?: DestinationStream;
}

const STDERR = 2;

/** A logger that writes one JSON object a line. Control characters never reach the output; secrets are redacted by key. */
export function createLogger({ app, level = 'info', destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { app, pid: process.pid },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  };
  return wrap(pino(options, destination ?? openDestination({ dest: STDERR, sync: true })));
}

function wrap(inner: PinoLogger): Logger {
  const write =
    (level: LogLevel) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void =>
      inner[level](cleanFields(fields), terminalText(message));
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(inner.child(cleanFields(fields))),
  };
}
