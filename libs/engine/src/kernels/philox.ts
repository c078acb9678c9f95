/**
 * Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011) and the way
 * TensorFlow's stateless ops use it: a first block over the two seed words gives key and counter, then every further
 * block gives four numbers. So the pure-JS backend draws the same bits as the native one.
 */
type Words4 = readonly [number, number, number, number];

const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57] as const;
const WEYL = [0x9e3779b9, 0xbb67ae85] as const;
const ROUNDS = 10;
/** TensorFlow's fixed key of the block that scrambles the seed. */
const SCRAMBLE_KEY = [0x3ec8f720, 0x02461e29] as const;

/** High 32 bits of the 64-bit product of two unsigned words. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

export function philox(counter: Words4, key: readonly [number, number]): Words4 {
  let [c0, c1, c2, c3]: Words4 = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round += 1) {
    const high0 = multiplyHigh(MULTIPLIERS[0], c0);
    const low0 = Math.imul(MULTIPLIERS[0], c0);
    const high1 = multiplyHigh(MULTIPLIERS[1], c2);
    const low1 = Math.imul(MULTIPLIERS[1], c2);
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1 >>> 0, (high0 ^ c3 ^ k1) >>> 0, low0 >>> 0];
    k0 = (k0 + WEYL[0]) >>> 0;
    k1 = (k1 + WEYL[1]) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** The high word of an int32 widened to 64 bits. */
const signWord = (value: number): number => (value < 0 ? 0xffffffff : 0);

/** `count` uniform float32 numbers in [0, 1), each a multiple of 2⁻²³, from two int32 seed words. */
export function philoxUniform(seed: readonly [number, number], count: number): Float32Array {
  const [a, b] = seed;
  const mixed = philox([a >>> 0, signWord(a), b >>> 0, signWord(b)], SCRAMBLE_KEY);
  const key = [mixed[0], mixed[1]] as const;
  const out = new Float32Array(count);
  for (let block = 0; block * 4 < count; block += 1) {
    const words = philox([block >>> 0, Math.floor(block / 2 ** 32), mixed[2], mixed[3]], key);
    for (let i = 0; i < 4 && block * 4 + i < count; i += 1)
      out[block * 4 + i] = ((words[i] ?? 0) & 0x7fffff) * 2 ** -23;
  }
  return out;
}
