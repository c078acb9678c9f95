// Writes examples/data/strokes: gray PNG images of 12×12 pixels with one bright stroke on a noisy ground, in a directory
// for each direction. The same bytes every time.  node examples/data/make-strokes.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { deflateSync, crc32 } from 'node:zlib';

const [SIDE, EACH] = [12, 24];
const out = new URL('./strokes/', import.meta.url);
let state = 0x5eed;
/** A small generator (xorshift), so that no machine makes other images. */
const random = (below) => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
};

const chunk = (type, data) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const word = (value) => Buffer.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
  return Buffer.concat([word(data.length), body, word(crc32(body))]);
};

function png(pixels) {
  const header = Buffer.from([0, 0, 0, SIDE, 0, 0, 0, SIDE, 8, 0, 0, 0, 0]);
  const rows = Buffer.concat(
    Array.from({ length: SIDE }, (_, y) => Buffer.of(0, ...pixels.slice(y * SIDE, (y + 1) * SIDE))),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

for (const kind of ['horizontal', 'vertical']) {
  mkdirSync(new URL(`${kind}/`, out), { recursive: true });
  for (let number = 0; number < EACH; number++) {
    const pixels = Array.from({ length: SIDE * SIDE }, () => random(90));
    const [line, from, length] = [random(SIDE), random(SIDE - 6), 6];
    for (let at = from; at < from + length; at++)
      pixels[kind === 'horizontal' ? line * SIDE + at : at * SIDE + line] = 160 + random(96);
    const name = `${String(number).padStart(2, '0')}.png`;
    writeFileSync(new URL(`${kind}/${name}`, out), png(pixels));
  }
}
