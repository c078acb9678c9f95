import { describe, expect, it } from 'vitest';
import { toPrediction } from './prediction.js';
import { createServingMetrics } from './serving-metrics.js';

const LOGITS = Float32Array.of(0, Math.log(2), Math.log(5));
const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6) as number);

describe('what logits mean', () => {
  it.each([
    [
      'sparseCategoricalCrossentropy',
      LOGITS,
      { class: 2, name: 'c', probabilities: closeTo([1 / 8, 2 / 8, 5 / 8]) },
    ],
    [
      'categoricalCrossentropy',
      LOGITS,
      { class: 2, name: 'c', probabilities: closeTo([1 / 8, 2 / 8, 5 / 8]) },
    ],
    [
      'binaryCrossentropy',
      Float32Array.of(Math.log(3)),
      { class: 1, name: 'b', probabilities: closeTo([1 / 4, 3 / 4]) },
    ],
    ['binaryCrossentropy', Float32Array.of(0, Math.log(3)), { probabilities: closeTo([1 / 2, 3 / 4]) }],
    ['meanSquaredError', Float32Array.of(0.5, -2), { values: [0.5, -2] }],
  ] as const)('%s', (loss, logits, expected) => {
    expect(toPrediction({ loss, classNames: ['a', 'b', 'c'] }, logits)).toEqual(expected);
  });

  it('of a detector: boxes with their classes, without those of low scores or that overlap a better one', () => {
    // Offsets, logits of the background and two classes, the prior: probabilities 1/16, 5/16, 10/16.
    const logits = [0, Math.log(5), Math.log(10)];
    const rows = [
      [...[0, 0, 0, 0], ...logits, ...[0.5, 0.5, 0.5, 0.25, 0, 0]],
      [...[0, 0, 0, 0], ...[9, 0, 0], ...[0.1, 0.1, 0.1, 0.1, 0, 0]],
      [...[0, 0, 0, 0], ...[0, 0, Math.log(2)], ...[0.5, 0.5, 0.5, 0.25, 0, 0]],
    ];
    const model = { loss: 'multibox', classes: 2, classNames: ['a', 'b'] } as const;
    const box = [0.25, 0.375, 0.75, 0.625];
    expect(toPrediction(model, Float32Array.from(rows.flat()))).toEqual({
      boxes: [
        { class: 1, name: 'b', score: expect.closeTo(10 / 16, 6) as number, box },
        { class: 0, name: 'a', score: expect.closeTo(5 / 16, 6) as number, box },
      ],
    });
  });

  it('of a model that says something at every place: a class and its score, nested as the labels are', () => {
    const logits = Float32Array.from([0, Math.log(3), Math.log(4), 0, 0, Math.log(3), Math.log(9), 0]);
    expect(toPrediction({ loss: 'sparseCategoricalCrossentropy' }, logits, [2, 2, 2])).toEqual({
      classes: [
        [1, 0],
        [1, 0],
      ],
      scores: [closeTo([3 / 4, 4 / 5]), closeTo([3 / 4, 9 / 10])],
    });
    expect(toPrediction({ loss: 'binaryCrossentropy' }, logits.slice(1, 4), [3, 1])).toEqual({
      classes: [1, 1, 0],
      scores: closeTo([3 / 4, 4 / 5, 1 / 2]),
    });
  });

  it('does not overflow', () => {
    const { probabilities } = toPrediction({ loss: 'categoricalCrossentropy' }, Float32Array.of(1e30, -1e30));
    expect(probabilities).toEqual([1, 0]);
  });
});

it('metrics are in the text format of Prometheus', () => {
  const metrics = createServingMetrics(6);
  metrics.answered(200, 0.004);
  metrics.answered(200, 20);
  metrics.answered(503, 0.001);
  metrics.batch(3);
  metrics.batch(6);
  const lines = metrics.text({ queueDepth: 2, inFlight: 1 }).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'ringmaster_serve_requests_total{status="200"} 2',
      'ringmaster_serve_requests_total{status="503"} 1',
      'ringmaster_serve_errors_total 1',
      'ringmaster_serve_request_seconds_bucket{le="0.001"} 1',
      'ringmaster_serve_request_seconds_bucket{le="0.005"} 2',
      'ringmaster_serve_request_seconds_bucket{le="10"} 2',
      'ringmaster_serve_request_seconds_bucket{le="+Inf"} 3',
      'ringmaster_serve_request_seconds_count 3',
      'ringmaster_serve_batch_size_bucket{le="2"} 0',
      'ringmaster_serve_batch_size_bucket{le="4"} 1',
      'ringmaster_serve_batch_size_bucket{le="6"} 2',
      'ringmaster_serve_batch_size_sum 9',
      'ringmaster_serve_queue_depth 2',
      'ringmaster_serve_in_flight 1',
    ]),
  );
  const samples = lines.filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of samples) expect(line).toMatch(/^[a-z_]+(\{[a-z]+="[^"]+"\})? [0-9.e+-]+$/);
});
