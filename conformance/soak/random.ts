import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that comes again with the same seed, as far as whoever draws from it draws in the same order. */
export interface Random {
  /** A whole number between two others, both included. */
  int(from: number, to: number): number;
  /** One of these. */
  pick<T>(items: readonly T[]): T;
  /** True so many times in a hundred. */
  percent(chance: number): boolean;
  /** Chance of its own: what is drawn from it does not move this one, whatever runs at the same time. */
  fork(): Random;
}

const HIGHEST = 0x7f_ff_ff_ff;

/** Chance that follows from a seed. */
export function randomFrom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const int = (from: number, to: number): number => uniformInt(generator, from, to);
  return {
    int,
    pick(items) {
      const picked = items[int(0, items.length - 1)];
      if (picked === undefined) throw new RangeError('There is nothing to pick from');
      return picked;
    },
    percent: (chance) => int(0, 99) < chance,
    fork: () => randomFrom(int(0, HIGHEST)),
  };
}
