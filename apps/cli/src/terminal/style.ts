/** Colours that are the identity where the stream shall have none. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

const paint = (isOn: boolean, code: number) => (text: string) =>
  isOn ? `\u001b[${code}m${text}\u001b[${code < 10 ? 22 : 39}m` : text;

export const createStyle = (isOn: boolean): Style => ({
  bold: paint(isOn, 1),
  dim: paint(isOn, 2),
  red: paint(isOn, 31),
  green: paint(isOn, 32),
  yellow: paint(isOn, 33),
});
