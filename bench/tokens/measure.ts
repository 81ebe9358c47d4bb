import { z } from 'zod/v4';
import { startChild } from '../children.js';
import { type Noise, watchMachine } from '../noise.js';
import { type Spread, spread } from '../statistics.js';

/** The ways to verify a token, by name, with what the page calls them. */
export const verifiers = {
  webcrypto: '`crypto.subtle.verify`, key and bytes ready',
  sdk: '**`deviceKeys.verifyToken`**',
  jose: '`jose` 6.2.18, `jwtVerify` with a key set',
  'jose-key': '`jose` 6.2.18, `jwtVerify` with the key',
} as const;

/** One of them. */
export type Verifier = keyof typeof verifiers;

/** What one of them did with so many tokens at a time. */
export interface VerifyFigures {
  readonly verifier: Verifier;
  readonly lanes: number;
  readonly perSecond: Spread;
  /** CPU microseconds for each, the threads that do the arithmetic included. */
  readonly cpu: Spread;
  /** Its rate over another's in the same round. */
  readonly over: Readonly<Record<'webcrypto' | 'jose', Spread>>;
}

/** All of them. */
export interface VerifyResult {
  readonly rounds: number;
  readonly passes: number;
  readonly noise: Noise;
  readonly figures: readonly VerifyFigures[];
}

/** How often to measure. */
export interface VerifyEffort {
  readonly rounds: number;
  /** How often each has its turn in a round, with one token at a time; with several, so much less often. */
  readonly passes: number;
  readonly progress: (line: string) => void;
}

/** How many tokens are verified at a time. */
export const lanesList = [1, 16] as const;

/** How many rounds' worth of turns nobody counts: compiled code is what is measured. */
const WARM_UP = 10;

const sum = z.object({ ms: z.number(), cpu: z.number() });
const told = z.object({
  verifications: z.number(),
  sums: z.object({ webcrypto: sum, sdk: sum, jose: sum, 'jose-key': sum }),
});

type Round = z.infer<typeof told>;

/** Verifies tokens in one process, in every way by turns. */
export async function measureVerifying({ rounds, passes, progress }: VerifyEffort): Promise<VerifyResult> {
  const child = startChild('tokens/verify.mjs');
  const watch = watchMachine();
  const done = new Map(lanesList.map((lanes) => [lanes, new Array<Round>()]));
  try {
    for (let round = 0; round <= rounds; round += 1) {
      let own = 0;
      for (const lanes of lanesList) {
        const turns = Math.ceil(passes / lanes) * (round === 0 ? WARM_UP : 1);
        const measured = await child.ask({ lanes, passes: turns }, told);
        own += Object.values(measured.sums).reduce((total, { cpu }) => total + cpu, 0);
        if (round > 0) done.get(lanes)?.push(measured);
      }
      watch.round(own);
      progress(`verifying tokens: round ${round} of ${rounds}`);
    }
  } finally {
    await child.end();
  }
  const figures = [...done].flatMap(([lanes, all]) => figuresOf(lanes, all));
  return { rounds, passes, noise: watch.noise(), figures };
}

const names = ['webcrypto', 'sdk', 'jose', 'jose-key'] as const satisfies readonly Verifier[];

function figuresOf(lanes: number, rounds: readonly Round[]): VerifyFigures[] {
  return names.map((verifier) => {
    const against = (other: Verifier): Spread => spread(rounds.map(({ sums }) => sums[other].ms / sums[verifier].ms));
    return {
      verifier,
      lanes,
      perSecond: spread(rounds.map(({ verifications, sums }) => (verifications * 1000) / sums[verifier].ms)),
      cpu: spread(rounds.map(({ verifications, sums }) => sums[verifier].cpu / verifications)),
      over: { webcrypto: against('webcrypto'), jose: against('jose') },
    };
  });
}
