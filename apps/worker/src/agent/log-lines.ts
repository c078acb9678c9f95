import { LIMITS, type LogLine } from '@ringmaster/contracts';
import { terminalText } from '@ringmaster/core';

/**
 * Cuts a byte stream into lines of at most `LIMITS.logLineBytes`; what a longer one has beyond it is dropped, and the
 * line says so. `end` hands out an unfinished last line.
 */
export function lineSplitter(onLine: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  let parts: Buffer[] = [];
  let kept = 0;
  let dropped = 0;
  const add = (bytes: Buffer) => {
    const room = bytes.subarray(0, LIMITS.logLineBytes - kept);
    if (room.length > 0) parts.push(Buffer.from(room));
    kept += room.length;
    dropped += bytes.length - room.length;
  };
  const flush = () => {
    const text = Buffer.concat(parts).toString('utf8').replace(/\r$/, '');
    const note = dropped > 0 ? ` … (${dropped} bytes cut)` : '';
    parts = [];
    kept = dropped = 0;
    if (text || note) onLine(text + note);
  };
  return {
    push(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        add(chunk.subarray(from, at));
        flush();
        from = at + 1;
      }
      add(chunk.subarray(from));
    },
    end: flush,
  };
}

/** The last lines of a process, for its crash bundle. */
export function lineTail(limit: number = LIMITS.crashLogLines): {
  push(line: string): void;
  lines(): string[];
  clear(): void;
} {
  let lines: string[] = [];
  return {
    push(line) {
      lines.push(line);
      if (lines.length > limit) lines = lines.slice(-limit);
    },
    lines: () => [...lines],
    clear: () => (lines = []),
  };
}

const LEVELS: Readonly<Record<string, LogLine['level']>> = {
  '10': 'debug',
  '20': 'debug',
  '30': 'info',
  '40': 'warn',
  '50': 'error',
  '60': 'error',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
};

/** A captured line as the job's log shows it: our own NDJSON by its level, anything else as it is. */
export function toLogLine(text: string, source: string, wallMs: number): LogLine {
  const own = parseOwn(text);
  return {
    at: new Date(own?.time ?? wallMs).toISOString(),
    source,
    level: own?.level ?? 'info',
    message: oneLine(own?.message ?? text),
  };
}

/** What a captured line says to people. */
export const messageOf = (text: string): string => oneLine(parseOwn(text)?.message ?? text);

function parseOwn(text: string): { time: number; level: LogLine['level']; message: string } | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line !== 'object' || line === null) return undefined;
    const { level, time, msg } = line as Record<string, unknown>;
    const known = LEVELS[String(level)];
    if (!known || typeof msg !== 'string') return undefined;
    const at = typeof time === 'number' ? time : Date.parse(String(time));
    return Number.isFinite(at) ? { time: at, level: known, message: msg } : undefined;
  } catch {
    return undefined;
  }
}

/** A trainer's output must not move a reader's cursor or forge lines. */
const oneLine = (text: string): string => terminalText(text).replaceAll('\n', ' ');
