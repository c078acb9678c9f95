// Writes flats.csv: 600 imaginary flats with their district, kind of heating and state, generated, so that nobody's data set
// is copied. The rent follows from area, district and state with some noise; a flat is "dear" where it costs more than 14 a
// square metre. One in thirty has no heating written down, one in forty no area.
// Usage: node examples/data/make-flats.mjs > examples/data/flats/flats.csv
const DISTRICTS = { harbour: 4, 'old town': 3, park: 1.5, mill: -1, north: -3 };
const STATES = { poor: -2, fair: 0, good: 1.5, new: 3 };
const HEATING = { gas: 0, 'heat pump': 1, wood: -1 };
const COUNT = 600;

let state = 31;
function uniform() {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const pick = (names) => names[Math.floor(uniform() * names.length)];

const lines = ['area,rooms,district,heating,state,rent'];
for (let flat = 0; flat < COUNT; flat++) {
  const rooms = 1 + Math.floor(uniform() * 4);
  const area = Math.max(18, 22 * rooms + 6 * normal());
  const [district, heating, condition] = [DISTRICTS, HEATING, STATES].map((kind) => pick(Object.keys(kind)));
  const metre =
    13 + DISTRICTS[district] + STATES[condition] + HEATING[heating] - 0.01 * area + 0.7 * normal();
  const fields = [area.toFixed(1), rooms, district, heating, condition, metre > 14 ? 'dear' : 'fair'];
  if (uniform() < 1 / 30) fields[3] = '';
  if (uniform() < 1 / 40) fields[0] = '';
  lines.push(fields.join(','));
}
process.stdout.write(`${lines.join('\n')}\n`);
