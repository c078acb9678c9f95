import { randomInt } from 'node:crypto';

// Without vowels (no words) and without look-alikes.
const ALPHABET = '23456789bcdfghjkmnpqrstvwxz';

/** A short, readable id for a submission: `digits-lenet5-7k2m4x`. The suffix has 28 bits of randomness. */
export function newJobId(name: string): string {
  const suffix = Array.from({ length: 6 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${name.slice(0, 40).replace(/-+$/, '')}-${suffix}`;
}
