import { NOWHERE } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import {
  type Formation,
  type RankInput,
  type RankPhase,
  rankTurn,
  type SealFacts,
} from './rank-membership.js';

const formation = (n: number, behind: readonly number[] = []): Formation => ({
  generation: { epoch: 1, n, nonce: 'x' },
  members: [0, 2, 3].map((rank) => ({ rank, address: `host:${rank}` })),
  source: 0,
  behind,
});
const seal = (step: number, agreed = false): SealFacts => ({
  position: { step, stage: 3 },
  weightsSha256: 'a',
  agreed,
  complaints: [],
});
const waiting: RankPhase = { kind: 'waiting' };

/** Plays inputs and gives the phase that they end in with every effect on the way. */
function play(start: RankPhase, ...inputs: readonly RankInput[]) {
  const effects: unknown[] = [];
  const phase = inputs.reduce((before, input) => {
    const turn = rankTurn(before, input);
    effects.push(...turn.effects);
    return turn.phase;
  }, start);
  return { phase, effects };
}

const running = (n: number) =>
  play(waiting, { kind: 'go', formation: formation(n) }, { kind: 'joined' }).phase;

describe('the membership of a rank', () => {
  it('joins, runs, seals, reports, and joins the next generation', () => {
    const [first, second] = [formation(1), formation(2, [2])];
    const { phase, effects } = play(
      waiting,
      { kind: 'go', formation: first },
      { kind: 'joined' },
      { kind: 'sealed', seal: seal(7) },
      { kind: 'go', formation: second },
      { kind: 'joined' },
    );
    expect(phase).toEqual({ kind: 'running', formation: second });
    expect(effects).toEqual([
      { kind: 'join', formation: first },
      { kind: 'run', formation: first },
      { kind: 'report', generation: first.generation, seal: seal(7) },
      { kind: 'join', formation: second },
      { kind: 'run', formation: second },
    ]);
  });

  it('keeps its seal when a generation does not come together', () => {
    const complaints = [{ rank: 3, kind: 'dead' as const, message: 'gone' }];
    const { phase, effects } = play(
      running(1),
      { kind: 'sealed', seal: seal(7, true) },
      { kind: 'go', formation: formation(2) },
      { kind: 'joinFailed', complaints },
    );
    const kept = { ...seal(7), complaints };
    expect(phase).toEqual({ kind: 'sealed', generation: formation(2).generation, seal: kept });
    expect(effects.at(-1)).toEqual({ kind: 'report', generation: formation(2).generation, seal: kept });
  });

  it('a newcomer that cannot join has no state to vouch for', () => {
    const { phase } = play(
      waiting,
      { kind: 'go', formation: formation(4) },
      { kind: 'joinFailed', complaints: [] },
    );
    expect(phase).toMatchObject({ kind: 'sealed', seal: { position: NOWHERE, weightsSha256: '' } });
  });

  const sealed = play(running(3), { kind: 'sealed', seal: seal(7) }).phase;
  const forming = play(sealed, { kind: 'go', formation: formation(4) }).phase;

  it.each<[string, RankPhase, RankInput]>([
    ['the same Go again while it runs', running(3), { kind: 'go', formation: formation(3) }],
    ['a later Go while it runs: it has not sealed', running(3), { kind: 'go', formation: formation(4) }],
    ['an old Go after its seal', sealed, { kind: 'go', formation: formation(3) }],
    [
      'a Go of a twin of its own generation',
      sealed,
      {
        kind: 'go',
        formation: { ...formation(3), generation: { epoch: 1, n: 3, nonce: 'y' } },
      },
    ],
    ['a Go while another one is under way', forming, { kind: 'go', formation: formation(5) }],
    ['a resize of another generation', running(3), { kind: 'resize', generation: formation(2).generation }],
    ['a resize after its seal', sealed, { kind: 'resize', generation: formation(3).generation }],
    ['a leave while the others count on it', running(3), { kind: 'leave' }],
    ['a leave while it joins', forming, { kind: 'leave' }],
    ['the end of a join that nobody waits for', sealed, { kind: 'joined' }],
    ['a second seal', sealed, { kind: 'sealed', seal: seal(8) }],
    ['anything after it left', { kind: 'over' }, { kind: 'go', formation: formation(9) }],
  ])('takes no notice of %s', (_, phase, input) => {
    expect(rankTurn(phase, input)).toEqual({ phase, effects: [] });
  });

  it('a coordinator of a later epoch forms later generations, whatever their number', () => {
    const later = { ...formation(1), generation: { epoch: 2, n: 1, nonce: 'x' } };
    expect(rankTurn(sealed, { kind: 'go', formation: later }).phase).toMatchObject({ kind: 'forming' });
  });

  it('remembers while it joins that the generation is to end, and says so from its first step on', () => {
    const asked = rankTurn(forming, { kind: 'resize', generation: formation(4).generation });
    expect(asked.effects).toEqual([]);
    const entered = rankTurn(asked.phase, { kind: 'joined' });
    expect(entered).toEqual({
      phase: { kind: 'running', formation: formation(4) },
      effects: [{ kind: 'run', formation: formation(4) }, { kind: 'raiseResize' }],
    });
    const other = rankTurn(forming, { kind: 'resize', generation: formation(3).generation });
    expect(other).toEqual({ phase: forming, effects: [] });
  });

  it('raises the word for its own generation, and leaves once it has sealed', () => {
    const turn = rankTurn(running(3), { kind: 'resize', generation: formation(3).generation });
    expect(turn.effects).toEqual([{ kind: 'raiseResize' }]);
    expect(rankTurn(sealed, { kind: 'leave' })).toEqual({
      phase: { kind: 'over' },
      effects: [{ kind: 'leave' }],
    });
    expect(rankTurn(waiting, { kind: 'leave' }).phase).toEqual({ kind: 'over' });
  });

  it('gives up only when it holds a sealed state, once, and takes part in nothing afterwards', () => {
    const giveUp: RankInput = { kind: 'giveUp' };
    for (const phase of [waiting, running(1), play(waiting, { kind: 'go', formation: formation(1) }).phase])
      expect(play(phase, giveUp)).toEqual({ phase, effects: [] });
    const { phase, effects } = play(running(1), { kind: 'sealed', seal: seal(4) }, giveUp, giveUp);
    expect(phase).toEqual({ kind: 'over' });
    expect(effects.map((one) => (one as { kind: string }).kind)).toEqual(['report', 'giveUp']);
    expect(play(phase, { kind: 'go', formation: formation(2) })).toEqual({ phase, effects: [] });
  });
});
