import type { CliEnvironment } from '../session/environment.js';
import { createStyle, type Style } from './style.js';

export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where things are printed: data to `out`, progress, logs and errors to `err`. */
export interface Terminal {
  readonly out: OutputStream;
  readonly err: OutputStream;
  /** Colours of `err`. */
  readonly style: Style;
  /** True when `err` can redraw a line. */
  readonly isLive: boolean;
  /** One line of progress or explanation. */
  say(line: string): void;
}

export function createTerminal(out: OutputStream, err: OutputStream, environment: CliEnvironment): Terminal {
  const isLive = err.isTTY === true && !environment.isDumbTerminal;
  return {
    out,
    err,
    style: createStyle(environment.color ?? isLive),
    isLive,
    say: (line) => void err.write(`${line}\n`),
  };
}
