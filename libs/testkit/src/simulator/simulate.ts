import { type Phase, PHASES } from './phases.js';
import type { PlantedBug } from './planted-bugs.js';
import { type Reduction, type Scenario, scenarioOf } from './scenario.js';
import type { SimPlatform } from './virtual-time.js';
import { runScenario, type WorldReport } from './world.js';

/** What many scenarios came to. Counts add up, so that several processes can share the seeds. */
export interface SimTally {
  seeds: number;
  faults: number;
  events: number;
  virtualMs: number;
  attempts: number;
  generations: number;
  readonly outcomes: Record<string, number>;
  readonly phases: Record<string, { hits: number; crashes: number }>;
  readonly failures: { readonly seed: number; readonly messages: readonly string[] }[];
}

export const noTally = (): SimTally => ({
  ...{ seeds: 0, faults: 0, events: 0, virtualMs: 0, attempts: 0, generations: 0 },
  outcomes: {},
  phases: Object.fromEntries(Object.keys(PHASES).map((phase) => [phase, { hits: 0, crashes: 0 }])),
  failures: [],
});

export function addReport(tally: SimTally, seed: number, report: WorldReport): void {
  tally.seeds += 1;
  tally.faults += report.applied;
  tally.events += report.events;
  tally.virtualMs += report.virtualMs;
  tally.attempts += report.attempts;
  tally.generations += report.generations;
  tally.outcomes[report.outcome] = (tally.outcomes[report.outcome] ?? 0) + 1;
  for (const [phase, { hits, crashes }] of report.phases) {
    const counts = tally.phases[phase] ?? { hits: 0, crashes: 0 };
    tally.phases[phase] = { hits: counts.hits + hits, crashes: counts.crashes + crashes };
  }
  const messages = report.violations.map(({ promise, message }) => `${promise}: ${message}`);
  if (messages.length > 0) tally.failures.push({ seed, messages });
}

export function addTally(sum: SimTally, more: SimTally): void {
  for (const key of ['seeds', 'faults', 'events', 'virtualMs', 'attempts', 'generations'] as const)
    sum[key] += more[key];
  for (const [name, count] of Object.entries(more.outcomes))
    sum.outcomes[name] = (sum.outcomes[name] ?? 0) + count;
  for (const [phase, { hits, crashes }] of Object.entries(more.phases)) {
    const counts = sum.phases[phase] ?? { hits: 0, crashes: 0 };
    sum.phases[phase] = { hits: counts.hits + hits, crashes: counts.crashes + crashes };
  }
  sum.failures.push(...more.failures);
}

export interface SimulateOptions {
  readonly platform: SimPlatform;
  readonly bug?: PlantedBug | undefined;
  /** Stops at the first seed that breaks a promise. */
  readonly bail?: boolean;
}

/** Runs the worlds of these seeds, one after the other. */
export async function simulate(seeds: Iterable<number>, { bail, ...o }: SimulateOptions): Promise<SimTally> {
  const tally = noTally();
  for (const seed of seeds) {
    addReport(tally, seed, await runScenario({ ...o, scenario: scenarioOf(seed) }));
    if (bail && tally.failures.length > 0) break;
  }
  return tally;
}

export interface Shrunk {
  readonly reduction: Reduction;
  readonly scenario: Scenario;
  readonly report: WorldReport;
}

/** The smallest world of a failing seed that still breaks a promise: fewer faults, ranks and steps, one at a time. */
export async function shrink(seed: number, o: Omit<SimulateOptions, 'bail'>): Promise<Shrunk> {
  const whole = scenarioOf(seed);
  const attempt = async (reduction: Reduction): Promise<Shrunk | undefined> => {
    const scenario = scenarioOf(seed, reduction);
    const report = await runScenario({ ...o, scenario });
    return report.violations.length > 0 ? { reduction, scenario, report } : undefined;
  };
  let best = (await attempt({})) as Shrunk;
  for (let tried = true; tried;) {
    tried = false;
    for (const reduction of smallerThan(best, whole)) {
      const smaller = await attempt(reduction);
      if (!smaller) continue;
      best = smaller;
      tried = true;
      break;
    }
  }
  return best;
}

function smallerThan({ reduction, scenario }: Shrunk, whole: Scenario): readonly Reduction[] {
  const faults = reduction.faults ?? whole.faults.map((_, index) => index);
  return [
    ...faults.map((gone) => ({ ...reduction, faults: faults.filter((one) => one !== gone) })),
    ...(scenario.agents > 1 ? [{ ...reduction, agents: scenario.agents - 1 }] : []),
    ...(scenario.slots > 1 ? [{ ...reduction, slots: 1 }] : []),
    ...(scenario.epochs > 1 ? [{ ...reduction, epochs: scenario.epochs - 1 }] : []),
  ];
}

/** The options that replay a reduced world. */
export function replayCommand(
  seed: number,
  { faults, agents, slots, epochs }: Reduction,
  bug?: PlantedBug,
): string {
  const options = [
    `--seed ${seed}`,
    ...(faults ? [`--faults ${faults.length > 0 ? faults.join(',') : 'none'}`] : []),
    ...(agents === undefined ? [] : [`--agents ${agents}`]),
    ...(slots === undefined ? [] : [`--slots ${slots}`]),
    ...(epochs === undefined ? [] : [`--epochs ${epochs}`]),
    ...(bug ? [`--bug ${bug}`] : []),
  ];
  return `npm run simulate -- ${options.join(' ')} --trace`;
}

/** Which phases were passed, and how often somebody died there. */
export const phaseTable = (tally: SimTally): readonly { phase: Phase; hits: number; crashes: number }[] =>
  (Object.keys(PHASES) as Phase[]).map((phase) => ({
    phase,
    ...(tally.phases[phase] ?? { hits: 0, crashes: 0 }),
  }));
