/** A name for data that no one chose a name for: a kind, and what it was made of. */
export function dataLabel(kind: string, text: string): string {
  const words = text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `${kind}-${words}`.slice(0, 63).replace(/-+$/, '');
}
