// Writes examples/data/load/load.csv: 26 weeks of hourly load of a made-up town, shaped like the real thing. A day has a
// morning and an evening peak, weekends are lower, cold costs heat, and what deviates from all that fades within a day or so
// (an autoregressive process), which is why the week before is a good forecast and not the best one.
//   node examples/data/make-load.mjs        the same bytes every time
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const HOURS = 26 * 7 * 24;
const START = Date.UTC(2024, 0, 1);

/** T. Ettinger's mulberry32: uniform numbers in [0, 1). */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const random = uniform(20_240_101);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const peak = (hour, at, width) => Math.exp(-(((hour - at) / width) ** 2));
/** Where in a period an hour lies, as a point on the circle: the calendar that every forecaster knows. */
const turn = (hour, period) => [Math.sin, Math.cos].map((of) => of((2 * Math.PI * hour) / period).toFixed(3));

let [weather, deviation] = [0, 0];
const lines = Array.from({ length: HOURS }, (_, i) => {
  const [hour, day] = [i % 24, Math.floor(i / 24)];
  weather = 0.995 * weather + 0.35 * normal();
  const heat =
    6 - 9 * Math.cos((2 * Math.PI * day) / 365) + 3 * Math.cos((2 * Math.PI * (hour - 15)) / 24) + weather;
  deviation = 0.96 * deviation + 5 * normal();
  const shape = 0.75 * peak(hour, 8.5, 2.5) + peak(hour, 19, 3) - 0.5 * peak(hour, 3, 3.5);
  const isWeekend = day % 7 >= 5;
  const load = 400 + 130 * shape * (isWeekend ? 0.7 : 1) - (isWeekend ? 45 : 0) + 5 * Math.max(0, 15 - heat);
  const time = new Date(START + i * 3_600_000).toISOString().slice(0, 16);
  return [
    time,
    (load + deviation + 3 * normal()).toFixed(1),
    heat.toFixed(1),
    ...turn(i, 24),
    ...turn(i, 168),
  ];
});
const file = fileURLToPath(new URL('./load/load.csv', import.meta.url));
mkdirSync(dirname(file), { recursive: true });
const header = 'time,load,temperature,daySin,dayCos,weekSin,weekCos';
writeFileSync(file, [header, ...lines.map((fields) => fields.join(',')), ''].join('\n'));
