import type { Session } from '../session/session.js';
import { formatBytes } from '../terminal/format.js';

const LIVE_EVERY_MS = 100;
const PLAIN_EVERY_MS = 5_000;
const CLEAR_LINE = '\r\u001b[2K';

/** How far a transfer is: a line that is redrawn where the terminal can, else one every few seconds. */
export interface ByteProgress {
  add(bytes: number): void;
  end(): void;
}

export function byteProgress(
  { terminal, clock }: Pick<Session, 'terminal' | 'clock'>,
  what: string,
  totalBytes: number | undefined,
): ByteProgress {
  let [bytes, shownMs, isShown] = [0, clock.monotonicMs(), false];
  const text = () =>
    totalBytes === undefined
      ? `${what} ${formatBytes(bytes)}`
      : `${what} ${formatBytes(bytes)} of ${formatBytes(totalBytes)} (${Math.floor((100 * bytes) / Math.max(1, totalBytes))} %)`;
  return {
    add(more) {
      bytes += more;
      const now = clock.monotonicMs();
      if (now - shownMs < (terminal.isLive ? LIVE_EVERY_MS : PLAIN_EVERY_MS)) return;
      shownMs = now;
      isShown = true;
      if (terminal.isLive) terminal.err.write(`${CLEAR_LINE}${text()}`);
      else terminal.say(text());
    },
    end() {
      if (isShown && terminal.isLive) terminal.err.write(CLEAR_LINE);
    },
  };
}
