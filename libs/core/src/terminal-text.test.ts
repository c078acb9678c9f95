import { expect, it } from 'vitest';
import { terminalText } from './terminal-text.js';

it.each([
  ['plain text, ünïcödé 漢字 😀', 'plain text, ünïcödé 漢字 😀'],
  ['tab\tand\nline', 'tab\tand\nline'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b[2J\u001b[1;1Hcleared', 'cleared'],
  ['\u009b31mC1 colour', 'C1 colour'],
  ['\u001b]0;title\u0007rest', 'rest'],
  ['\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['over\rwritten', 'overwritten'],
  ['bell\u0007 back\b\b\b nul\0 del\u007f', 'bell back nul del'],
  ['\u0085next line', 'next line'],
  ['\u0090device\u009cafter', 'after'],
  ['\u001b]0;never ends\nnext line', '\nnext line'],
  ['\u202egnp.exe\u2066', 'gnp.exe'],
  ['half an escape \u001b', 'half an escape '],
  ['\u001b[38;5;196mpalette\u001b[38;2;1;2;3mtrue', 'palettetrue'],
])('%j becomes %j', (text, expected) => {
  expect(terminalText(text)).toBe(expected);
  expect(terminalText(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
});
