import { z } from 'zod/v4';
import { startChild } from '../children.js';
import { type Noise, watchMachine } from '../noise.js';
import { type Spread, spread } from '../statistics.js';

/** What is asked, with what the page calls it, and how many microseconds it may take. */
export const situations = {
  plexTv: { title: '`plan`: an opaque token, plex.tv', limit: 5 },
  own: { title: '`plan`: an opaque token, a server of one’s own', limit: 5 },
  shared: { title: '`plan`: somebody else’s server, by its own token', limit: 5 },
  jwt: { title: '`plan`: a JWT alone, plex.tv', limit: 5 },
  rescue: { title: '`plan`: a JWT alone, a server of one’s own: a Home switch', limit: 5 },
  many: { title: '`plan`: the last of 50 servers', limit: 5 },
  forPlexTv: { title: '`credentials.for`, all known: plex.tv', limit: 20 },
  forServer: { title: '`credentials.for`, all known: a media server', limit: 20 },
} as const;

/** One of them. */
export type Situation = keyof typeof situations;

/** All of them. */
export interface PlannerResult {
  readonly rounds: number;
  readonly batches: number;
  readonly noise: Noise;
  /** Microseconds for one call: of each round the median batch. */
  readonly figures: Readonly<Record<Situation, Spread>>;
}

/** How often to measure. */
export interface PlannerEffort {
  readonly rounds: number;
  /** Batches of 50 calls each in a round. */
  readonly batches: number;
  readonly progress: (line: string) => void;
}

const number = z.number();
const told = z.object({
  cpu: number,
  medians: z.object({
    plexTv: number,
    own: number,
    shared: number,
    jwt: number,
    rescue: number,
    many: number,
    forPlexTv: number,
    forServer: number,
  }),
});

/** Plans and asks in one process, each situation by turns. */
export async function measurePlanner({ rounds, batches, progress }: PlannerEffort): Promise<PlannerResult> {
  const child = startChild('planner/planning.mjs');
  const watch = watchMachine();
  const done: Readonly<Record<Situation, number>>[] = [];
  try {
    let used = 0;
    // Round 0 warms up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const { medians, cpu } = await child.ask({ batches }, told);
      watch.round(cpu - used);
      used = cpu;
      if (round > 0) done.push(medians);
      progress(`planning: round ${round} of ${rounds}`);
    }
  } finally {
    await child.end();
  }
  const over = (name: Situation): Spread => spread(done.map((medians) => medians[name]));
  const figures = {
    plexTv: over('plexTv'),
    own: over('own'),
    shared: over('shared'),
    jwt: over('jwt'),
    rescue: over('rescue'),
    many: over('many'),
    forPlexTv: over('forPlexTv'),
    forServer: over('forServer'),
  };
  return { rounds, batches, noise: watch.noise(), figures };
}
