import { measureTurns, type TurnResult } from '../turns.js';

/** The ways to seal a credential and open it again, by name, with what the page calls them. */
export const sealers = {
  bytes: '`crypto.subtle` alone, bytes in and bytes out',
  webcrypto: '`crypto.subtle`, a credential in and a credential out',
  sdk: '**`sealedStore`**, `write` and `read`',
} as const;

/** One of them. */
export type SealingWay = keyof typeof sealers;

/** How often to measure. */
export interface SealingEffort {
  readonly rounds: number;
  /** How often each has its turn in a round, with one credential at a time; with several, so much less often. */
  readonly passes: number;
  readonly progress: (line: string) => void;
}

/** How many credentials are sealed and opened at a time. */
export const lanesList = [1, 64] as const;

const ways = ['bytes', 'webcrypto', 'sdk'] as const satisfies readonly SealingWay[];

/** Seals and opens credentials in one process, in every way by turns. */
export function measureSealing({ rounds, passes, progress }: SealingEffort): Promise<TurnResult<SealingWay>> {
  return measureTurns({
    program: 'sealing/seal.mjs',
    ways,
    lanesList,
    rounds,
    passes,
    progress: (round) => progress(`sealing credentials: round ${round} of ${rounds}`),
  });
}
