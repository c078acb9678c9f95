import { TrainError } from '@ringmaster/core';
import type { BoxShape } from '../layers/prior-boxes.js';
import type { SsdConfig } from './entry.js';

/** Scale of the first map, which the paper sets apart, and the range of the others. */
const [FIRST, FROM, TO] = [0.1, 0.2, 0.9];

/** Scales of `maps` maps and the one after the last (section 2.2 of the paper). */
function defaultScales(maps: number): readonly number[] {
  const step = maps > 2 ? (TO - FROM) / (maps - 2) : TO - FROM;
  return [FIRST, ...Array.from({ length: maps }, (_, i) => FROM + step * i)];
}

/**
 * Shapes of the default boxes of each map (W. Liu et al., "SSD", ECCV 2016, section 2.2): a square of its scale s, one of
 * √(s·s′) with the next map's scale s′, and for each ratio a box of s·√a × s ÷ √a and one of s ÷ √a × s·√a.
 * @throws TrainError `invalid` when `scales` or `ratios` are of another number
 */
export function defaultBoxes({ scales, ratios }: SsdConfig, maps: number): readonly (readonly BoxShape[])[] {
  const sides = scales ?? defaultScales(maps);
  if (sides.length !== maps + 1)
    throw new TrainError(
      'invalid',
      `model.config.scales: there are ${maps} maps, so ${maps + 1} scales are needed, not ${sides.length}`,
    );
  if (ratios.length < maps)
    throw new TrainError(
      'invalid',
      `model.config.ratios: ${ratios.length} lists are too few for ${maps} maps`,
    );
  return Array.from({ length: maps }, (_, map) => {
    const [side = 0, next = 0] = sides.slice(map, map + 2);
    const between = Math.sqrt(side * next);
    const shapes = (ratios[map] ?? []).flatMap((ratio): BoxShape[] => {
      const [long, short] = [side * Math.sqrt(ratio), side / Math.sqrt(ratio)];
      return [
        [long, short],
        [short, long],
      ];
    });
    return [[side, side], [between, between], ...shapes];
  });
}
