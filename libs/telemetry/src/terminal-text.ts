// CSI and OSC sequences, then any other escape, then what is left of C0 and C1 except tab and line feed.
const ESCAPES =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b.?|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * Text of foreign origin (a job's name, a trainer's log line) made safe for a terminal: escape sequences and control
 * characters are taken out, so that nobody's log can forge lines, move the cursor or set a title.
 */
export const terminalText = (text: string): string => text.replace(ESCAPES, '');
