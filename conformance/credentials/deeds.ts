import type { CastName } from '@ticketstub/standin';
import type { Random } from '../soak/random.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Who has credentials in the store: the owner of both servers, a fellow of her Home, and a guest. */
export const PEOPLE = ['alice', 'bruno', 'dana'] as const satisfies readonly CastName[];

/** Somebody with credentials in the store. */
export type Entry = (typeof PEOPLE)[number];

/** The media servers of the cast. */
export type ServerName = 'Attic' | 'Cellar';

/** What is wrong between the program and everybody else. */
export type Outage = 'cut off' | 'answers 503' | 'answers 429';

/** Something that the program is made to do, by one of its two processes. */
export type OwnDeed =
  | { readonly do: 'sign in'; readonly who: Entry; readonly by: number; readonly way: 'password' | 'PIN' | 'key PIN' }
  | { readonly do: 'add key'; readonly who: Entry; readonly by: number }
  | {
      readonly do: 'ask';
      readonly who: Entry;
      readonly by: number;
      readonly server: ServerName | undefined;
      readonly as: CastName | undefined;
      readonly pin: 'right' | 'wrong' | undefined;
      /** Whether a refusal is reported, and another token asked for, until there is one that works. */
      readonly reports: boolean;
    }
  | { readonly do: 'call'; readonly who: Entry; readonly by: number }
  | { readonly do: 'try JWT'; readonly who: Entry; readonly by: number; readonly server: ServerName }
  | { readonly do: 'keep'; readonly by: number }
  | { readonly do: 'restart process'; readonly by: number };

/** Several things that the program's two processes do at the same time. */
export interface DeedsAtOnce {
  readonly do: 'at once';
  readonly deeds: readonly OwnDeed[];
}

/** Something that happens behind the program's back. */
export type WorldDeed =
  | { readonly do: 'breach'; readonly who: Entry }
  | { readonly do: 'remove device'; readonly who: Entry; readonly of: 'account' | 'key' | 'switch' }
  | { readonly do: 'sign out elsewhere'; readonly who: Entry; readonly of: 'account' | 'key' }
  | { readonly do: 'sign in elsewhere'; readonly who: Entry }
  | { readonly do: 'remove access'; readonly who: CastName; readonly server: ServerName }
  | { readonly do: 'restart server'; readonly server: ServerName }
  | { readonly do: 'rotate signing key'; readonly before: 'keep' | 'drop' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'outage'; readonly outage: Outage | undefined };

/** One event of a history. */
export type Deed = OwnDeed | DeedsAtOnce | WorldDeed;

type Draw<Drawn extends Deed = Deed> = (random: Random, who: Entry) => Drawn;

/** Who signs in at the start of a history. */
const CASTS: readonly (readonly Entry[])[] = [
  ['alice'],
  ['dana'],
  ['bruno'],
  ['alice', 'bruno'],
  ['alice', 'bruno', 'dana'],
];

const by = (random: Random): number => (random.percent(70) ? 0 : 1);
const server = (random: Random): ServerName => random.pick(['Attic', 'Attic', 'Cellar'] as const);

const signIn: Draw<OwnDeed> = (random, who) => ({
  do: 'sign in',
  who,
  by: by(random),
  way: random.pick(['password', 'PIN', 'key PIN'] as const),
});

const ask: Draw<OwnDeed> = (random, who) => ({
  do: 'ask',
  who,
  by: by(random),
  server: random.percent(60) ? server(random) : undefined,
  as: random.percent(35) ? random.pick(['alice', 'bruno', 'carla', 'carla', 'dana'] as const) : undefined,
  pin: random.percent(30) ? undefined : random.pick(['right', 'right', 'right', 'wrong'] as const),
  reports: random.percent(80),
});

type Draws<Drawn extends Deed> = readonly (readonly [weight: number, draw: Draw<Drawn>])[];

/** What the program is made to do, and how often each is drawn. */
const OWN_DRAWS: Draws<OwnDeed> = [
  [14, signIn],
  [10, (random, who) => ({ do: 'add key', who, by: by(random) })],
  [40, ask],
  [6, (random, who) => ({ do: 'call', who, by: by(random) })],
  [5, (random, who) => ({ do: 'try JWT', who, by: by(random), server: server(random) })],
  [4, (random) => ({ do: 'keep', by: by(random) })],
];

/** The same, by both processes at once. Nobody signs in twice at a time: of two tokens of one device Plex ends the first. */
const atOnce: Draw<DeedsAtOnce> = (random, who) => {
  const deeds = Array.from({ length: random.int(2, 5) }, (): OwnDeed => {
    const deed = drawOne(OWN_DRAWS, random, random.percent(70) ? who : random.pick(PEOPLE));
    return { ...deed, by: random.int(0, 1) };
  });
  const first = deeds.find((deed) => deed.do === 'sign in');
  return { do: 'at once', deeds: deeds.filter((deed) => deed.do !== 'sign in' || deed === first) };
};

/** The deeds, and how often each is drawn. */
const DRAWS: Draws<Deed> = [
  ...OWN_DRAWS,
  [10, atOnce],
  [4, (random) => ({ do: 'restart process', by: by(random) })],
  [3, (_random, who) => ({ do: 'breach', who })],
  [5, (random, who) => ({ do: 'remove device', who, of: random.pick(['account', 'key', 'switch'] as const) })],
  [3, (random, who) => ({ do: 'sign out elsewhere', who, of: random.pick(['account', 'key'] as const) })],
  [4, (_random, who) => ({ do: 'sign in elsewhere', who })],
  [
    3,
    (random) => ({
      do: 'remove access',
      who: random.pick(['bruno', 'carla', 'dana'] as const),
      server: server(random),
    }),
  ],
  [2, (random) => ({ do: 'restart server', server: server(random) })],
  [3, (random) => ({ do: 'rotate signing key', before: random.pick(['keep', 'drop'] as const) })],
  [
    10,
    (random) => ({ do: 'wait', ms: random.pick([MINUTE, 2 * MINUTE, 10 * MINUTE, 5 * HOUR, DAY, 6 * DAY, 9 * DAY]) }),
  ],
  [4, (random) => ({ do: 'outage', outage: random.pick(['cut off', 'answers 503', 'answers 429'] as const) })],
];

/** A history: some sign in, and then all sorts of things happen. An outage is over before long. */
export function drawHistory(random: Random, length: number): Deed[] {
  const cast = random.pick(CASTS);
  const deeds: Deed[] = cast.map((who) => signIn(random, who));
  let isOut = false;
  while (deeds.length < length) {
    const who = random.percent(95) ? random.pick(cast) : random.pick(PEOPLE);
    const deed: Deed = isOut && random.percent(40) ? { do: 'outage', outage: undefined } : drawOne(DRAWS, random, who);
    if (deed.do === 'outage') isOut = deed.outage !== undefined;
    deeds.push(deed);
  }
  return deeds;
}

function drawOne<Drawn extends Deed>(draws: Draws<Drawn>, random: Random, who: Entry): Drawn {
  let left = random.int(0, draws.reduce((sum, [weight]) => sum + weight, 0) - 1);
  for (const [weight, draw] of draws) {
    if (left < weight) return draw(random, who);
    left -= weight;
  }
  throw new RangeError('The weights are wrong');
}
