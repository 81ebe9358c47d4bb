import { setImmediate, setTimeout } from 'node:timers/promises';
import {
  type Clock,
  type CredentialStore,
  type FetchLike,
  memoryStore,
  type PersonCredentials,
  PlexAPI,
  rateGovernor,
  type RateGovernor,
} from '@ticketstub/sdk';
import { type Entry, type Outage, PEOPLE, type ServerName } from './deeds.js';
import type { House } from './house.js';

/** The client identifier of the program, of which all people sign in under the same. */
export const INSTALLATION = 'an-installation';

const MINUTE = 60_000;

/** How often everything was done, and what came of it. */
export type Tally = Map<string, number>;

/** One process of the program. */
export interface Process {
  readonly plex: PlexAPI;
  readonly governor: RateGovernor;
  readonly people: Readonly<Record<Entry, PersonCredentials>>;
  /** When a token was reported to be refused at a place, by both. */
  readonly reported: Map<string, number>;
}

/** A token that is held. */
export interface HeldNow {
  readonly token: string;
  readonly kind: unknown;
  readonly clientID: string;
  /** Whether the program knows it is over. */
  readonly ended: boolean;
}

/** What a history is played in: a store, two processes of a program, and the world. */
export class Scene {
  readonly house: House;
  readonly tally: Tally;
  readonly store: CredentialStore;
  readonly processes: [Process, Process];
  /** Whom the program was told to have sign in again, since they signed in last. */
  readonly prompts = new Map<string, number>();
  /** What was prompted and has not been judged yet. */
  readonly newPrompts: string[] = [];
  /** Client identifiers under which the program showed plex.tv a key with a PIN, not judged yet. */
  readonly keyPins: (string | undefined)[] = [];
  /** Who showed which server a JWT because they were asked to. */
  readonly trials = new Set<string>();
  /** Whose access to which server is over. */
  readonly unshared = new Set<string>();
  /** By token: how often the world had changed when it was first had. */
  readonly since = new Map<string, number>();
  /** Whether a server is being shown a JWT because somebody asked for that. */
  probing = false;
  /** Whether several things are being done at once: then nobody can say in what order they came about. */
  isCrowded = false;
  #outage: Outage | undefined;
  #awayAt = -Infinity;
  /** How often something happened that may end tokens. */
  changes = 0;
  #changedAt = -Infinity;
  /** The last request that was judged. */
  judged = 0;
  readonly #clock: Clock;
  readonly #acts = new Map<string, number>();
  #underWay = 0;

  constructor(house: House, tally: Tally) {
    this.house = house;
    this.tally = tally;
    house.standIn.control.reset();
    house.changed();
    this.#clock = this.#makeClock();
    this.store = memoryStore({ clock: house.standIn.clock });
    this.processes = [this.process(), this.process()];
  }

  get outage(): Outage | undefined {
    return this.#outage;
  }

  set outage(outage: Outage | undefined) {
    if (this.#outage !== undefined) this.#awayAt = this.#clock.now();
    this.#outage = outage;
  }

  /** Whether plex.tv is away, or was a moment ago: who was not answered does not ask again at once. */
  get isAway(): boolean {
    return this.#outage !== undefined || this.#clock.now() - this.#awayAt < MINUTE;
  }

  /** Notes that something happened that may end tokens. */
  changed(): void {
    this.changes += 1;
    this.#changedAt = this.#clock.now();
    this.house.changed();
  }

  /** Whether that was a moment ago. */
  get isShaken(): boolean {
    return this.#clock.now() - this.#changedAt < MINUTE;
  }

  count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }

  /** The store as a process has it: while several do something, each call takes a while, now more, now less. */
  #afar(): CredentialStore {
    const { store } = this;
    const pass = async (): Promise<void> => {
      for (let left = this.isCrowded ? Math.random() * 4 : 0; left > 1; left -= 1) await setImmediate();
    };
    return {
      read: (...call) => pass().then(() => store.read(...call)),
      write: (...call) => pass().then(() => store.write(...call)),
      remove: (...call) => pass().then(() => store.remove(...call)),
      lease: (...call) => pass().then(() => store.lease(...call)),
      list: (...call) => store.list(...call),
    };
  }

  /** Starts a process of the program. */
  process(): Process {
    const plex = this.program(INSTALLATION);
    const governor = rateGovernor({ perSecond: 1000, clock: this.#clock });
    const store = this.#afar();
    const open = (name: Entry): PersonCredentials =>
      plex.credentials.open({ store, name, governor, onSignInAgain: (event) => this.prompted(event.name) });
    return {
      plex,
      governor,
      people: { alice: open('alice'), bruno: open('bruno'), dana: open('dana') },
      reported: new Map(),
    };
  }

  /** A client of the program's. */
  program(clientID: string, clock: Clock = this.#clock): PlexAPI {
    return new PlexAPI({ clientID, clock, fetch: this.#fetch });
  }

  /** A client of somebody else's: no outage keeps it from plex.tv. */
  stranger(accessToken: string, clientID: string): PlexAPI {
    return new PlexAPI({ clientID, accessToken, clock: this.#clock, fetch: this.house.standIn.fetch });
  }

  /** A clock for `keep`, which stops it at the pause after its first round. */
  oneRound(stop: AbortController): Clock {
    const clock = this.#clock;
    return {
      now: () => clock.now(),
      async sleep(ms, signal) {
        if (ms < MINUTE) return clock.sleep(ms, signal);
        stop.abort();
      },
    };
  }

  /** Notes that a process has to do with somebody's credentials; with everybody's, if nobody is named. */
  acted(by: number, who: readonly Entry[]): void {
    for (const one of who) this.#acts.set(`${by} ${one}`, this.#clock.now());
  }

  /** Whether a process may not know yet what the other has stored of somebody: it looks once a minute. */
  isBehind(by: number, who: Entry): boolean {
    const at = this.#acts.get(`${1 - by} ${who}`);
    return at !== undefined && this.#clock.now() - at < MINUTE;
  }

  prompted(name: string): void {
    this.newPrompts.push(name);
    this.prompts.set(name, (this.prompts.get(name) ?? 0) + 1);
  }

  /** Takes back what somebody was told, and has not been judged. */
  forgetPrompts(who: Entry): void {
    this.prompts.delete(who);
    this.newPrompts.splice(0, Infinity, ...this.newPrompts.filter((name) => name !== who));
  }

  /** What is stored of a person's tokens for plex.tv, by the store's own word. */
  async held(who: Entry): Promise<HeldNow[]> {
    const found: HeldNow[] = [];
    const note = (one: object): void => {
      const { token, clientID, kind, endedAt } = {
        token: undefined,
        clientID: undefined,
        kind: undefined,
        endedAt: undefined,
        ...one,
      };
      if (typeof token !== 'string' || typeof clientID !== 'string') return;
      found.push({ token, clientID, kind, ended: endedAt !== undefined });
    };
    for (const part of ['account', 'key', 'session']) {
      const credential = (await this.store.read(`${who}/${part}`))?.credential;
      if (credential === undefined) continue;
      note(credential);
      const tokens: unknown = Reflect.get(credential, 'tokens');
      const list: readonly unknown[] = Array.isArray(tokens) ? tokens : [];
      for (const one of list) if (typeof one === 'object' && one !== null) note(one);
    }
    for (const { token } of found) this.had(token);
    return found;
  }

  /** Notes that a token is had. */
  had(token: string): void {
    if (!this.since.has(token)) this.since.set(token, this.changes);
  }

  /** Who has what works at plex.tv, as plex.tv has it: tokens by `holder person`. */
  async working(isEndedToo = false): Promise<Map<string, HeldNow[]>> {
    const working = new Map<string, HeldNow[]>();
    for (const who of PEOPLE) {
      for (const held of await this.held(who)) {
        if (held.kind === 'server' || held.kind === 'transient' || (held.ended && !isEndedToo)) continue;
        const person = await this.house.whoIs(held.token);
        if (person === undefined) continue;
        const name = `${who} ${person}`;
        working.set(name, [...(working.get(name) ?? []), held]);
      }
    }
    return working;
  }

  /** Whether a server is shared with somebody, or theirs. */
  isAdmitted(person: string, server: ServerName): boolean {
    if (person === 'alice') return true;
    const guests = { Attic: ['bruno', 'carla', 'dana'], Cellar: ['carla'] };
    return guests[server].includes(person) && !this.unshared.has(`${person} ${server}`);
  }

  /** Waits until nothing is under way that nobody waits for. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 2; quiet += 1) {
      await setImmediate();
      if (this.#underWay > 0 || (await this.#isRenewing())) quiet = -1;
    }
  }

  /** Whether somebody has a key's lease: between two requests nothing else shows that there is more to come. */
  async #isRenewing(): Promise<boolean> {
    for (const who of PEOPLE) {
      const lease = await this.store.lease(`${who}/key`, MINUTE);
      if (lease === undefined) return true;
      await lease.release();
    }
    return false;
  }

  /** Waits that take no time: the stand-in's clock goes on instead, once others had the time to do something. */
  #makeClock(): Clock {
    const { standIn } = this.house;
    return {
      now: () => standIn.clock.now(),
      sleep: async (ms, signal) => {
        signal?.throwIfAborted();
        if (this.isCrowded) await setTimeout(2);
        standIn.control.advanceClock(ms);
      },
    };
  }

  readonly #fetch: FetchLike = async (url, init) => {
    const { pathname } = new URL(url);
    // What only asks leaves all as it is; a look at a PIN may give a token.
    const isHarmless = init.method === 'GET' && !pathname.includes('/pins');
    if (pathname.endsWith('/pins') && typeof init.body === 'string' && init.body.includes('"jwk"'))
      this.keyPins.push(new Headers(init.headers).get('x-plex-client-identifier') ?? undefined);
    if (this.outage === 'cut off') throw new TypeError('no route');
    if (this.outage === 'answers 503') return new Response('', { status: 503 });
    if (this.outage === 'answers 429') return new Response('', { status: 429, headers: { 'retry-after': '5' } });
    this.#underWay += 1;
    try {
      return await this.house.standIn.fetch(url, init);
    } finally {
      this.#underWay -= 1;
      if (!isHarmless) this.house.changed();
    }
  };
}
