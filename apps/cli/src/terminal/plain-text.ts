const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text from elsewhere made safe for a terminal: control characters (escape sequences among them) become `·`. */
export const plainText = (text: string): string => text.replace(CONTROL, '·');
