import { expect, it } from 'vitest';
import { lineChart } from './line-chart.js';

const drawn = (options: Partial<Parameters<typeof lineChart>[0]>) =>
  new TextDecoder().decode(lineChart({ title: 't', xLabel: 'x', yLabel: 'y', lines: [], ...options }));
const paths = (svg: string) => [...svg.matchAll(/points="([^"]*)"/g)].map(([, points]) => points);

it('draws each line from the left to the right edge, large values on top', () => {
  const svg = drawn({
    lines: [
      { name: 'a', values: [0, 10] },
      { name: 'b', values: [10, 0] },
    ],
  });
  expect(paths(svg)).toEqual(['76,368 570,44', '76,44 570,368']);
  for (const tick of [0, 2, 4, 6, 8, 10]) expect(svg).toContain(`>${tick}</text>`);
});

it('a logarithmic axis makes a geometric fall a straight line, and leaves zeros out', () => {
  const [points = ''] = paths(drawn({ log: true, lines: [{ name: 'a', values: [1, 0.1, 0.01, 0] }] }));
  const places = points.split(' ').map((point) => Number(point.split(',')[1]));
  expect(places).toEqual([44, 206, 368]);
});

it('words of a user are text, not markup; an empty or a flat chart is one too', () => {
  expect(drawn({ title: '<script>"&' })).toContain('&lt;script&gt;&quot;&amp;');
  expect(paths(drawn({ lines: [{ name: 'flat', values: [3, 3] }] }))).toEqual(['76,206 570,206']);
  expect(paths(drawn({ lines: [{ name: 'none', values: [] }] }))).toEqual(['']);
});
