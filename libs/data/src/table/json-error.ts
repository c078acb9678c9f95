const SPACE = /[ \t\r\n]*/y;
const SCALAR =
  /(?:"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
const KEY = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"[ \t\r\n]*:/y;

/**
 * Where a text stops being JSON (RFC 8259), from 0; its length when it only ends too early. Engines word their errors
 * differently and not all of them tell. Without recursion, so that nesting costs no stack.
 */
export function jsonErrorAt(text: string): number {
  const open: ('{' | '[')[] = [];
  let at = 0;
  let expected: 'value' | 'first' | 'key' | 'more' = 'value';
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  for (;;) {
    take(SPACE);
    if (at >= text.length) return text.length;
    const char = text[at];
    const top = open.at(-1);
    if (
      (expected === 'more' || expected === 'first') &&
      char === (top === '{' ? '}' : ']') &&
      top !== undefined
    ) {
      open.pop();
      at++;
      expected = 'more';
    } else if (expected === 'more') {
      if (char !== ',' || top === undefined) return at;
      at++;
      expected = top === '{' ? 'key' : 'value';
    } else if (expected === 'key' || (expected === 'first' && top === '{')) {
      if (!take(KEY)) return at;
      expected = 'value';
    } else if (char === '{' || char === '[') {
      open.push(char);
      at++;
      expected = 'first';
    } else {
      if (!take(SCALAR)) return at;
      expected = 'more';
    }
  }
}
