import { LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';

export interface SseMessage {
  /** The last `id:` seen, also from an earlier message; undefined before the first. */
  readonly id: string | undefined;
  /** `message` when the stream names none. */
  readonly event: string;
  readonly data: string;
}

/** Whole lines of a stream of UTF-8 bytes, without their ends (LF, CRLF or CR). An unfinished last line is dropped or given by `flush`. */
export function lineSplitter(): { push(bytes: Uint8Array): string[]; flush(): string[] } {
  const decoder = new TextDecoder();
  let rest = '';
  return {
    push(bytes) {
      rest += decoder.decode(bytes, { stream: true });
      // A CR at the very end may be the first half of CRLF.
      const usable = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
      const lines = usable.split(/\r\n|\n|\r/);
      rest = (lines.pop() ?? '') + rest.slice(usable.length);
      if (rest.length > LIMITS.sseEventBytes)
        throw new TrainError(
          'too_large',
          `a line of the answer is longer than ${LIMITS.sseEventBytes} bytes`,
        );
      return lines;
    },
    flush: () => (rest === '' ? [] : [rest]),
  };
}

/** Parser of `text/event-stream` as in the WHATWG HTML standard, section 9.2.6. Comments and `retry:` are skipped. */
export function sseParser(): { push(bytes: Uint8Array): SseMessage[] } {
  const splitter = lineSplitter();
  let id: string | undefined;
  let event = '';
  let data: string[] = [];
  let dataLength = 0;

  const dispatch = (): SseMessage[] => {
    const message = { id, event: event === '' ? 'message' : event, data: data.join('\n') };
    const empty = data.length === 0;
    event = '';
    data = [];
    dataLength = 0;
    return empty ? [] : [message];
  };
  const field = (line: string): void => {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') event = value;
    if (name === 'id' && !value.includes('\0')) id = value;
    if (name !== 'data') return;
    data.push(value);
    dataLength += value.length;
    if (dataLength > LIMITS.sseEventBytes)
      throw new TrainError('too_large', `an event is longer than ${LIMITS.sseEventBytes} bytes`);
  };

  return {
    push: (bytes) =>
      splitter.push(bytes).flatMap((line) => {
        if (line === '') return dispatch();
        field(line);
        return [];
      }),
  };
}
