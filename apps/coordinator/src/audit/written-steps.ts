/** Steps of one attempt that have a line already: dense from where it began, so one number and few exceptions. */
export interface WrittenSteps {
  has(step: number): boolean;
  add(step: number): void;
}

export function writtenSteps(): WrittenSteps {
  /** Every step in [from, upTo] is written; `ahead` holds those beyond a gap. */
  let from: number | undefined;
  let upTo = 0;
  const ahead = new Set<number>();
  return {
    has: (step) => (from !== undefined && step >= from && step <= upTo) || ahead.has(step),
    add(step) {
      from ??= step;
      if (step < from) return void ahead.add(step);
      if (step === upTo + 1 || upTo === 0) upTo = step;
      else ahead.add(step);
      while (ahead.delete(upTo + 1)) upTo += 1;
    },
  };
}
