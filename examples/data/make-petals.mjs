// Writes petals.csv: 300 imaginary flowers of three species, generated, so that nobody's data set is copied.
// Each species has a mean and a standard deviation for four lengths in centimetres; a flower draws each length from
// the normal distribution (Box–Muller over the generator mulberry32, seed 20), rounded to millimetres.
// Usage: node examples/data/make-petals.mjs > examples/data/petals/petals.csv
const SPECIES = {
  alba: { means: [4.8, 3.3, 1.5, 0.4], deviation: 0.25 },
  rubra: { means: [5.9, 2.8, 4.0, 1.3], deviation: 0.3 },
  viola: { means: [6.8, 3.0, 5.6, 2.1], deviation: 0.35 },
};
const EACH = 100;

let state = 20;
function uniform() {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

const lines = ['sepal_length,sepal_width,petal_length,petal_width,species'];
for (const [name, { means, deviation }] of Object.entries(SPECIES))
  for (let flower = 0; flower < EACH; flower++) {
    const lengths = means.map((mean) => Math.max(0.1, mean + deviation * normal()).toFixed(1));
    lines.push([...lengths, name].join(','));
  }
process.stdout.write(`${lines.join('\n')}\n`);
