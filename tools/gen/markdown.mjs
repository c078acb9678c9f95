const oneLine = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A cell's text: one line, with the characters escaped that would end the cell or begin a tag. */
export const cell = (text) => oneLine(text).replaceAll('<', '&lt;');

export const code = (text) => (text === '' ? '' : `\`${oneLine(text)}\``);

export const table = (header, rows) =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** A page with the note that it is generated. */
export const page = (title, from, ...sections) =>
  `# ${title}\n\n<!-- Generated from ${from} by \`npm run gen\`; change that instead. -->\n\n${sections.join('\n\n')}\n`;
