import type { Facts, Held } from '../src/index.js';
import type { Course } from './plan-plex.js';
import { destinationOf, factsOf, heldOf } from './plan-world.js';

export const PLACES: readonly string[] = ['plex.tv', 'attic', 'loft', 'cellar'];

const ACCOUNT = ['', 'account', 'account dead', 'account refused', 'account once refused'];
const JWT = ['', 'jwt', 'jwt expired', 'jwt dead'];
const HOME = ['', 'home', 'home refused'];
const KEYS = ['', 'live', 'unused', 'unused, same device', 'ended'];

const TOLD = ['just now', 'of late', 'today', 'a week ago', 'never'];
const TRIALS = ['', 'JWT taken today', 'JWT taken two days ago', 'JWT refused today'];
const HOMES = ['of late', 'today', 'a week ago', 'never'];

/** What is held for a place, in words. */
export interface Holding {
  readonly to: string;
  readonly holds: string;
  readonly key: string;
}

/** All that somebody may hold for a place, themselves or as somebody else of the Home, as far as it matters there. */
export function holdingsFor(server: string, as?: string): Holding[] {
  const of = as === undefined ? '' : ` of ${as}`;
  const states = ['', ' refused', ' once refused'];
  const own =
    server === 'plex.tv' ? [''] : ['', ...states.map((state) => `server ${server}${of}${state}`), `server barn${of}`];
  const lists =
    as === undefined
      ? [ACCOUNT, JWT, HOME, own]
      : [
          ACCOUNT.slice(0, 3),
          JWT.slice(0, 3),
          ['', ...['', ' dead', ' refused'].map((state) => `home ${as}${state}`)],
          own,
        ];
  const to = as === undefined ? server : `${server} as ${as}`;
  return product(lists).flatMap((words) => KEYS.map((key) => ({ to, holds: joined(words, ' + '), key })));
}

/** All that may be known, as far as it matters to anybody. */
export function knowledge(as?: string): string[] {
  const told = TOLD.map((age) => joined([`told ${age}`, as === undefined ? '' : `${as} told ${age}`], ', '));
  const homes = HOMES.map((age) => `home ${age}`);
  return product([told, TRIALS, homes, ['', 'PIN'], ['', 'own PIN'], ['', 'self unknown']]).map((words) =>
    joined(words, ', '),
  );
}

function product(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>((rows, list) => rows.flatMap((row) => list.map((word) => [...row, word])), [[]]);
}

function joined(words: readonly string[], by: string): string {
  return words.filter(Boolean).join(by);
}

const helds = new Map<string, Held>();
const factses = new Map<string, Facts>();

/** The situation in which somebody has this and knows that. Nothing of it can be changed. */
export function courseOf({ to, holds, key }: Holding, who: string, known: string): Course {
  const destination = destinationOf(to);
  const server = destination === 'plex.tv' ? undefined : destination.server;
  const held = remembered(helds, `${holds}|${key}|${server}`, () => heldOf({ holds, key }, server));
  const facts = remembered(factses, `${who}|${known}|${server}`, () => factsOf({ who, known }, server));
  return { destination, held, facts, self: who, made: 0 };
}

function remembered<Value extends object>(all: Map<string, Value>, name: string, make: () => Value): Value {
  const value = all.get(name) ?? frozen(make());
  all.set(name, value);
  return value;
}

/** The same, which nobody can change any more, whatever is in it included. */
export function frozen<Value extends object>(value: Value): Value {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) frozen(member);
  return Object.freeze(value);
}
