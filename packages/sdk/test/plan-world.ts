import type { Destination, Facts, Held, HeldKey, HeldToken, HomePerson, Plan, ToldServers } from '../src/index.js';

export const SECOND = 1000;
export const MINUTE: number = 60 * SECOND;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;
export const NOW: number = Date.UTC(2031, 5, 15, 12);

/** The client identifiers of the tables: the installation's, the device key's, and one for switches to others of the Home. */
const HERE = 'here';
const KEY_DEVICE = 'key-device';
const SWITCHER = 'switcher';

/** Whose servers there are: Alice's attic, Bruno's shed, and the loft and the cellar of people whom nobody here knows. */
export const SERVERS: Readonly<Record<string, Omit<ToldServers, 'at' | 'person'>>> = {
  alice: { owned: ['attic'], shared: ['loft'] },
  bruno: { owned: ['shed'], shared: ['attic'] },
  carla: { owned: [], shared: ['attic'] },
  dana: { owned: [], shared: ['attic'] },
  eve: { owned: [], shared: [] },
};

/** Alice, Bruno and Carla, who has a PIN, live together. Dana is a friend, Eve is nobody's. */
export const HOMES: Readonly<Record<string, readonly HomePerson[]>> = {
  alice: household('alice', 'bruno', 'carla'),
  bruno: household('alice', 'bruno', 'carla'),
  carla: household('alice', 'bruno', 'carla'),
  dana: household('dana'),
  eve: household('eve'),
};

function household(...uuids: readonly string[]): HomePerson[] {
  return uuids.map((uuid) => ({ uuid, protected: uuid === 'carla' }));
}

/** How long ago something was said. */
const AGES: Readonly<Record<string, number>> = {
  'just now': 5 * SECOND,
  'of late': 30 * SECOND,
  today: 6 * HOUR,
  'a week ago': 7 * DAY + HOUR,
};

/** A row of the table. */
export interface Row {
  readonly who: string;
  readonly holds: string;
  readonly key: string;
  readonly for: string;
  readonly known: string;
  readonly plan: string;
}

/** The rows of a table of six columns. */
export function rowsOf(table: string): Row[] {
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      const [, who = '', holds = '', key = '', to = '', known = '', plan = ''] = cells;
      if (cells.length !== 8) throw new RangeError(`no row of six columns: ${line}`);
      return { who, holds, key, for: to, known, plan };
    });
}

/** What a row means to the planner. */
export interface Situation {
  readonly destination: Destination;
  readonly held: Held;
  readonly facts: Facts;
}

/** Reads a row. A word that it doesn't know is a mistake in the table. */
export function situationOf(row: Row): Situation {
  const destination = destinationOf(row.for);
  const server = destination === 'plex.tv' ? undefined : destination.server;
  const facts = factsOf(row, server);
  const { switchClientID, ...held } = heldOf(row, server);
  return { destination, held: row.known.includes(NO_DEVICE) ? held : { ...held, switchClientID }, facts };
}

const NO_DEVICE = 'no device for switches';

/** `plex.tv`, a server, either of them `as` somebody. */
export function destinationOf(words: string): Destination {
  const [server, as] = words.split(' as ');
  if (words === 'plex.tv') return 'plex.tv';
  return { server: server === 'plex.tv' ? undefined : server, as };
}

/** What is held by a row, and refused by a server if that is what it says. */
export function heldOf({ holds, key }: Pick<Row, 'holds' | 'key'>, server = 'attic'): Held {
  const tokens = holds.split(' + ').filter(Boolean);
  return { tokens: tokens.map((words) => tokenOf(words, server)), key: keyOf(key), switchClientID: SWITCHER };
}

const TRIALS: Readonly<Record<string, { readonly accepted: boolean; readonly age: number }>> = {
  'JWT taken today': { accepted: true, age: HOUR },
  'JWT taken two days ago': { accepted: true, age: 2 * DAY },
  'JWT refused today': { accepted: false, age: HOUR },
  'JWT refused two days ago': { accepted: false, age: 2 * DAY },
};

/** What is known by a row, of a server if it says something of one. */
export function factsOf(row: Pick<Row, 'who' | 'known'>, server = 'attic'): Facts {
  const who = row.who.toLowerCase();
  const words = new Set(row.known.split(', ').filter(Boolean));
  const take = (word: string): boolean => words.delete(word);
  const timeOf = (what: string, usual: string): number | undefined => {
    const said = [...Object.keys(AGES), 'never'].find((age) => take(`${what} ${age}`)) ?? usual;
    return said === 'never' ? undefined : NOW - (AGES[said] ?? Number.NaN);
  };
  const told = (person: string, at: number | undefined): ToldServers[] =>
    at === undefined
      ? []
      : [{ person: person === who ? undefined : person, at, owned: [], shared: [], ...SERVERS[person] }];
  const fellows = ['bruno', 'carla'].flatMap((person) => told(person, timeOf(`${person} told`, 'never')));
  const at = timeOf('home', 'today');
  const isProtected = take('own PIN');
  const people = (HOMES[who] ?? []).map((one) => (isProtected && one.uuid === who ? { ...one, protected: true } : one));
  take(NO_DEVICE);
  const facts = {
    now: NOW,
    self: take('self unknown') ? undefined : who,
    servers: [...told(who, timeOf('told', 'today')), ...fellows],
    jwtTrials: Object.entries(TRIALS)
      .filter(([word]) => take(word))
      .map(([, { accepted, age }]) => ({ server, accepted, at: NOW - age, url: 'https://192.0.2.7:32400' })),
    home: at === undefined ? undefined : { at, people },
    hasPin: take('PIN'),
  };
  if (words.size > 0) throw new RangeError(`not known: ${[...words].join(', ')}`);
  return facts;
}

const STATES: Readonly<Record<string, (at: string) => Partial<HeldToken>>> = {
  expired: () => ({ expiresAt: NOW - DAY }),
  dead: () => ({ refusals: [{ by: 'plex.tv', at: NOW - 3 * DAY }] }),
  refused: (by) => ({ refusals: [{ by, at: NOW - 10 * SECOND }] }),
  'once refused': (by) => ({ refusals: [{ by, at: NOW - HOUR }] }),
  'two days old': () => ({ issuedAt: NOW - 2 * DAY, expiresAt: undefined }),
};

/** `account`, `jwt`, `home bruno`, `server attic of bruno`, each with a state behind it. */
function tokenOf(words: string, destination: string): HeldToken {
  const state = Object.keys(STATES)
    .toSorted((a, b) => b.length - a.length)
    .find((name) => words.endsWith(` ${name}`));
  const [what = '', owner] = (state ? words.slice(0, -state.length - 1) : words).split(' of ');
  const [kind = '', of] = what.split(' ');
  const changed = state === undefined ? {} : STATES[state]?.(of !== undefined && kind !== 'home' ? of : destination);
  const whole = { token: words, owner, issuedAt: NOW - HOUR };
  switch (kind) {
    case 'account':
      return { ...whole, kind, clientID: HERE, ...changed };
    case 'jwt':
      return { ...whole, kind, clientID: KEY_DEVICE, expiresAt: NOW + 6 * DAY, ...changed };
    case 'home':
      return { ...whole, kind, owner: of, clientID: of === undefined ? KEY_DEVICE : SWITCHER, ...changed };
    case 'server':
    case 'transient':
      return { ...whole, kind, server: of, clientID: HERE, ...changed };
    default:
      throw new RangeError(`no token: ${words}`);
  }
}

function keyOf(words: string): HeldKey | undefined {
  switch (words) {
    case '':
      return undefined;
    case 'live':
      return { clientID: KEY_DEVICE, used: true };
    case 'unused':
      return { clientID: KEY_DEVICE, used: false };
    case 'unused, same device':
      return { clientID: HERE, used: false };
    case 'ended':
      return { clientID: KEY_DEVICE, used: true, endedAt: NOW - HOUR };
    default:
      throw new RangeError(`no key: ${words}`);
  }
}

/** A plan in the words of the table. */
export function inWords(plan: Plan): string {
  switch (plan.do) {
    case 'use':
      return `use ${plan.token.token}`;
    case 'ask-account':
    case 'ask-home':
    case 'ask-resources':
    case 'try-jwt':
      return `${plan.do} with ${plan.with.token}`;
    case 'ask-pin':
      return `ask-pin of ${plan.of}`;
    case 'switch':
      return `switch to ${plan.to} with ${plan.with.token} under ${plan.clientID}`;
    case 'none':
      return `none: ${plan.reason}`;
    case 'renew':
    case 'sign-in':
      return plan.do;
  }
}
