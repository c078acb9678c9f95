import type { WeightRule } from '@ringmaster/contracts';

/** What a rule says of a tensor's name. */
export interface Renamed {
  /** The weight that takes it; undefined: it is left out. */
  readonly name: string | undefined;
  readonly rule: WeightRule;
  /** Of the rule, from 0. */
  readonly index: number;
}

interface Pattern {
  readonly rule: WeightRule;
  readonly index: number;
  readonly expression: RegExp;
  readonly replacement: string | undefined;
}

/** The first rule that fits a name, or undefined. */
export function weightNames(rules: readonly WeightRule[]): (name: string) => Renamed | undefined {
  const patterns = rules.map(patternOf);
  return (name) => {
    const found = patterns.find(({ expression }) => expression.test(name));
    if (!found) return undefined;
    const { rule, index, expression, replacement } = found;
    if (rule.skip) return { name: undefined, rule, index };
    return { name: replacement === undefined ? name : name.replace(expression, replacement), rule, index };
  };
}

function patternOf(rule: WeightRule, index: number): Pattern {
  const { from = '', match, to } = rule;
  if (match !== undefined)
    return { rule, index, expression: new RegExp(`^(?:${match})$`, 'u'), replacement: to };
  const expression = new RegExp(`^${from.split('*').map(escaped).join('(.*)')}$`, 'u');
  let star = 0;
  const replacement = to?.replaceAll('$', '$$$$').replaceAll('*', () => `$${(star += 1)}`);
  return { rule, index, expression, replacement };
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
