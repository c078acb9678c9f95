import {
  type PlantedBug,
  type Reduction,
  runScenario,
  scenarioOf,
  shrink,
  simulate,
} from '@ringmaster/testkit';
import { nodePlatform } from './node-platform.js';

/** What the command asks one of its processes to do; see tools/simulate.mjs. */
type Request = { readonly bug?: PlantedBug } & (
  | { readonly kind: 'seeds'; readonly from: number; readonly to: number }
  | { readonly kind: 'replay'; readonly seed: number; readonly reduction: Reduction; readonly trace: boolean }
  | { readonly kind: 'shrink'; readonly seed: number }
);

const platform = nodePlatform();

/** Numbers and texts only: it goes from process to process. */
async function answer(request: Request): Promise<unknown> {
  const { bug } = request;
  switch (request.kind) {
    case 'seeds': {
      const { from, to } = request;
      const seeds = Array.from({ length: to - from }, (_, index) => from + index);
      return simulate(seeds, { platform, bug });
    }
    case 'shrink': {
      const { reduction, report } = await shrink(request.seed, { platform, bug });
      return { reduction, violations: report.violations };
    }
    case 'replay': {
      const lines: string[] = [];
      const scenario = scenarioOf(request.seed, request.reduction);
      const trace = request.trace ? (line: string) => void lines.push(line) : undefined;
      const { phases, ...report } = await runScenario({ platform, scenario, bug, trace });
      return { lines, scenario, report, phases: Object.fromEntries(phases) };
    }
  }
}

process.on('message', (request: Request) => {
  void answer(request).then(
    (value) => process.send?.({ value }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
