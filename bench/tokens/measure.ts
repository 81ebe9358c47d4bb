import { measureTurns, type TurnResult } from '../turns.js';

/** The ways to verify a token, by name, with what the page calls them. */
export const verifiers = {
  webcrypto: '`crypto.subtle.verify`, key and bytes ready',
  sdk: '**`deviceKeys.verifyToken`**',
  jose: '`jose` 6.2.18, `jwtVerify` with a key set',
  'jose-key': '`jose` 6.2.18, `jwtVerify` with the key',
} as const;

/** One of them. */
export type Verifier = keyof typeof verifiers;

/** How often to measure. */
export interface VerifyEffort {
  readonly rounds: number;
  /** How often each has its turn in a round, with one token at a time; with several, so much less often. */
  readonly passes: number;
  readonly progress: (line: string) => void;
}

/** How many tokens are verified at a time. */
export const lanesList = [1, 16] as const;

const ways = ['webcrypto', 'sdk', 'jose', 'jose-key'] as const satisfies readonly Verifier[];

/** Verifies tokens in one process, in every way by turns. */
export function measureVerifying({ rounds, passes, progress }: VerifyEffort): Promise<TurnResult<Verifier>> {
  return measureTurns({
    program: 'tokens/verify.mjs',
    ways,
    lanesList,
    rounds,
    passes,
    progress: (round) => progress(`verifying tokens: round ${round} of ${rounds}`),
  });
}
