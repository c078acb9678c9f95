/** Control strings (title, link, …): up to their end, or the end of the line. */
const CONTROL_STRINGS =
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)?/g;
/** Control sequences and short escapes as ECMA-48 spells them. */
const SEQUENCES = /\u001b\[[0-?]*[ -/]*[@-~]?|\u009b[0-?]+[ -/]*[@-~]?|\u001b[ -/]*[0-~]?/g;
/** C0 but tab and line feed, DEL and C1. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Marks that turn the direction of the text after them, and so can show a line as something else. */
const DIRECTION_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text of foreign origin (a job's name, a trainer's log line) made safe for a terminal: escape sequences, control
 * characters and direction marks are taken out, so that nobody's log can forge lines, move the cursor or set a title.
 */
export const terminalText = (text: string): string =>
  [CONTROL_STRINGS, SEQUENCES, CONTROLS, DIRECTION_MARKS].reduce(
    (rest, unsafe) => rest.replace(unsafe, ''),
    text,
  );
