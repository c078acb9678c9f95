import { TrainError } from '@ringmaster/core';
import type { BenchListener } from './bench.js';
import type { Contender } from './contender.js';
import { type FigureFacts, figuresOf } from './figure.js';
import { interleave, split } from './rounds.js';
import type { Settings } from './settings.js';
import { OURS } from './sides.js';

export type Starter = () => Promise<Contender>;

/**
 * Starts contenders one after the other, hands them to `work`, and ends all of them, also when one fails to start.
 * Those that failed to start are told and left out; without our own side the failure is thrown.
 */
export async function withContenders<T>(
  on: BenchListener,
  starters: readonly { readonly name: string; readonly start: Starter }[],
  work: (contenders: readonly Contender[]) => Promise<T>,
): Promise<T> {
  const started: Contender[] = [];
  try {
    for (const { name, start } of starters) {
      on.say(`starting ${name}`);
      try {
        started.push(await start());
      } catch (cause) {
        if (name === OURS) throw cause;
        on.leftOut(`${name} does not run here: ${TrainError.from(cause).message}`);
      }
    }
    return await work(started);
  } finally {
    await Promise.all(started.map((contender) => contender.close()));
  }
}

/** A peer that fails is told and left out; a failure of our own side ends the bench. */
export const peersMayFail = (on: BenchListener) => (name: string, cause: unknown) => {
  if (name.startsWith(OURS)) throw cause;
  on.leftOut(`${name} failed while it was measured: ${TrainError.from(cause).message}`);
};

/** Measures our side and its peers in turn, and tells the figures. */
export async function compare(
  contenders: readonly Contender[],
  o: {
    readonly facts: FigureFacts;
    readonly request: object;
    readonly settings: Settings;
    readonly on: BenchListener;
  },
): Promise<void> {
  const { facts, request, settings, on } = o;
  on.say(
    `${facts.bench} ${facts.metric}: ${settings.rounds} rounds of ${contenders.map(({ name }) => name).join(', ')}`,
  );
  const rounds = await interleave(contenders, {
    rounds: settings.rounds,
    request,
    onFailure: peersMayFail(on),
  });
  const { ours, peers } = split(rounds, OURS);
  for (const figure of figuresOf(facts, ours, peers)) on.figure(figure);
}
