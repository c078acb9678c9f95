import { createHistogram } from './histogram.js';

/** What a model server counts. */
export interface ServingMetrics {
  /** One request for predictions or texts has its answer. */
  answered(status: number, seconds: number): void;
  batch(size: number): void;
  /** The Prometheus text exposition format, version 0.0.4. */
  text(now: { readonly queueDepth: number; readonly inFlight: number }): string;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export function createServingMetrics(maxBatch: number): ServingMetrics {
  const byStatus = new Map<number, number>();
  const latency = createHistogram(SECONDS);
  const batches = createHistogram(powersOfTwo(maxBatch));
  return {
    answered(status, seconds) {
      byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
      latency.observe(seconds);
    },
    batch: (size) => batches.observe(size),
    text({ queueDepth, inFlight }) {
      const errors = [...byStatus].reduce((sum, [status, count]) => sum + (status >= 400 ? count : 0), 0);
      const statuses = [...byStatus].sort(([a], [b]) => a - b);
      const lines = [
        ...header(
          'requests_total',
          'counter',
          'Requests for predictions and texts that were answered, by HTTP status.',
        ),
        ...statuses.map(([status, count]) => `${PREFIX}requests_total{status="${status}"} ${count}`),
        ...header(
          'errors_total',
          'counter',
          'Requests for predictions and texts that were refused or failed.',
        ),
        `${PREFIX}errors_total ${errors}`,
        ...header('request_seconds', 'histogram', 'From the head of a request to its answer.'),
        ...latency.lines(`${PREFIX}request_seconds`),
        ...header('batch_size', 'histogram', 'Samples that were computed at once.'),
        ...batches.lines(`${PREFIX}batch_size`),
        ...header('queue_depth', 'gauge', 'Samples that wait.'),
        `${PREFIX}queue_depth ${queueDepth}`,
        ...header('in_flight', 'gauge', 'Requests for predictions and texts without an answer yet.'),
        `${PREFIX}in_flight ${inFlight}`,
      ];
      return `${lines.join('\n')}\n`;
    },
  };
}

const PREFIX = 'ringmaster_serve_';
const header = (name: string, type: string, help: string): readonly string[] => [
  `# HELP ${PREFIX}${name} ${help}`,
  `# TYPE ${PREFIX}${name} ${type}`,
];

function powersOfTwo(limit: number): readonly number[] {
  const powers: number[] = [];
  for (let power = 1; power < limit; power *= 2) powers.push(power);
  return [...powers, limit];
}
