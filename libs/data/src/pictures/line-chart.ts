/** A line of a chart: values at 0, 1, 2 … */
export interface ChartLine {
  readonly name: string;
  readonly values: ArrayLike<number>;
  /** Place of the first value on the x axis. Default 0. */
  readonly from?: number;
}

export interface LineChartOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly lines: readonly ChartLine[];
  /** A logarithmic y axis; values that are not positive are left out. Default false. */
  readonly log?: boolean;
}

const [WIDTH, HEIGHT] = [720, 420];
const PLOT = { left: 76, right: WIDTH - 150, top: 44, bottom: HEIGHT - 52 };
/** Told apart with any kind of colour vision: M. Okabe, K. Ito, 2008. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];
const TICKS = 5;

/** Lines as an SVG picture, a pure function of what is drawn. */
export function lineChart({ title, xLabel, yLabel, lines, log = false }: LineChartOptions): Uint8Array {
  const points = lines.map(({ values, from = 0 }) =>
    Array.from(values, (value, i) => ({ x: from + i, y: log ? Math.log10(value) : value })).filter(({ y }) =>
      Number.isFinite(y),
    ),
  );
  const all = points.flat();
  const x = axis(
    all.map((point) => point.x),
    [PLOT.left, PLOT.right],
  );
  const y = axis(
    all.map((point) => point.y),
    [PLOT.bottom, PLOT.top],
  );
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text({ x: PLOT.left, y: 24, size: 15 }, title),
    ...y.ticks.map((value) => yTick(y.place(value), log ? `1e${label(value)}` : label(value))),
    ...x.ticks.map((value) =>
      text({ x: x.place(value), y: PLOT.bottom + 18, anchor: 'middle' }, label(value)),
    ),
    text({ x: (PLOT.left + PLOT.right) / 2, y: HEIGHT - 12, anchor: 'middle' }, xLabel),
    `<g transform="translate(16 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)">${text({ x: 0, y: 0, anchor: 'middle' }, yLabel)}</g>`,
    ...points.flatMap((line, i) => {
      const colour = COLOURS[i % COLOURS.length] as string;
      const path = line.map((point) => `${round(x.place(point.x))},${round(y.place(point.y))}`).join(' ');
      const at = PLOT.top + 10 + i * 18;
      return [
        `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${path}"/>`,
        `<line x1="${PLOT.right + 12}" x2="${PLOT.right + 32}" y1="${at}" y2="${at}" stroke="${colour}" stroke-width="2"/>`,
        text({ x: PLOT.right + 38, y: at + 4 }, lines[i]?.name ?? ''),
      ];
    }),
    '</svg>',
  ];
  return new TextEncoder().encode(`${parts.join('\n')}\n`);
}

interface Axis {
  readonly ticks: readonly number[];
  place(value: number): number;
}

function axis(values: readonly number[], [from, to]: readonly [number, number]): Axis {
  const [low, high] = values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  const isEmpty = low > high;
  const [first, last] = isEmpty ? [0, 1] : low === high ? [low - 0.5, high + 0.5] : [low, high];
  return {
    ticks: niceTicks(first, last),
    place: (value) => from + ((value - first) / (last - first)) * (to - from),
  };
}

/** Multiples of 1, 2 or 5 times a power of ten. */
function niceTicks(first: number, last: number): readonly number[] {
  const rough = (last - first) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const start = Math.ceil(first / step - 1e-9);
  return Array.from({ length: Math.floor(last / step + 1e-9) - start + 1 }, (_, i) => (start + i) * step);
}

const label = (value: number): string => String(Number(value.toPrecision(6)));
const round = (value: number): number => Math.round(value * 100) / 100;
const ESCAPES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };
const escaped = (raw: string): string => raw.replace(/[<>&"]/g, (char) => ESCAPES[char] ?? char);

function text(
  { x, y, anchor = 'start', size = 12 }: { x: number; y: number; anchor?: string; size?: number },
  words: string,
): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-size="${size}">${escaped(words)}</text>`;
}

const yTick = (at: number, words: string): string =>
  `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${round(at)}" y2="${round(at)}" stroke="#dddddd"/>` +
  text({ x: PLOT.left - 8, y: at + 4, anchor: 'end' }, words);
