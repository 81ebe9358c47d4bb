import type { HeldToken, Plan, ToldServers } from '../src/index.js';
import { DAY, MINUTE, type Situation } from './plan-world.js';

/** A situation in which it is known for certain who the session's own person is. */
export interface Judged extends Situation {
  readonly self: string;
}

/** What is wrong with a plan, judged by rules of its own; empty when nothing is. */
export function faultsOf(judged: Judged, plan: Plan): string[] {
  const view = new View(judged);
  return [...commonFaults(view, plan), ...(view.usable().length > 0 ? unused(view, plan) : [])];
}

/** The session's own person, while nobody has said who that is: then a name is not known to be theirs. */
const NOBODY = '';

function isKnown({ facts, held }: Judged): boolean {
  const names = held.tokens.filter(({ kind }) => kind === 'account' || kind === 'jwt').map(({ owner }) => owner);
  return facts.self !== undefined || names.some((name) => name !== undefined);
}

/** What can be said of a situation without planning. */
class View {
  readonly now: number;
  readonly self: string;
  readonly server: string | undefined;
  readonly person: string;
  readonly #judged: Judged;

  constructor(judged: Judged) {
    const { destination, facts, self } = judged;
    this.#judged = judged;
    this.now = facts.now;
    this.self = isKnown(judged) ? self : NOBODY;
    this.server = destination === 'plex.tv' ? undefined : destination.server;
    this.person = (destination === 'plex.tv' ? undefined : destination.as) ?? this.self;
  }

  get tokens(): readonly HeldToken[] {
    return this.#judged.held.tokens;
  }

  get key(): Judged['held']['key'] {
    return this.#judged.held.key;
  }

  get facts(): Judged['facts'] {
    return this.#judged.facts;
  }

  /** How long ago something was; or is to be, on a clock that was set back. */
  age({ at }: { readonly at: number }): number {
    return Math.abs(this.now - at);
  }

  ownerOf({ owner }: HeldToken): string {
    return owner ?? this.self;
  }

  /** Whether anybody at all takes it still. */
  isLive(token: HeldToken): boolean {
    const { kind, expiresAt, issuedAt = Infinity, refusals = [], clientID } = token;
    const life = kind === 'transient' ? issuedAt + 2 * DAY : Infinity;
    if ((expiresAt ?? life) <= this.now + MINUTE) return false;
    if (kind === 'server' || kind === 'transient') return true;
    if (kind === 'jwt' && this.key?.endedAt !== undefined && this.key.clientID === clientID) return false;
    return refusals.every(({ by }) => by !== 'plex.tv');
  }

  isRefusedBy(server: string, { refusals = [] }: HeldToken, after = -Infinity): boolean {
    return refusals.some(({ by, at }) => by === server && this.age({ at }) < MINUTE && Math.min(at, this.now) > after);
  }

  told(person = this.person): ToldServers | undefined {
    const said = (this.facts.servers ?? []).filter((one) => (one.person ?? this.self) === person);
    return said.filter((one) => this.age(one) < 7 * DAY).toSorted((a, b) => this.age(a) - this.age(b))[0];
  }

  /** Whoever this token speaks for may show it to plex.tv. */
  opensAccountOf(person: string, token: HeldToken): boolean {
    return ['account', 'jwt', 'home'].includes(token.kind) && this.isLive(token) && this.ownerOf(token) === person;
  }

  /** Whether it may be sent to where it is wanted. */
  mayGo(token: HeldToken): boolean {
    if (!this.isLive(token) || this.ownerOf(token) !== this.person) return false;
    const { server } = this;
    if (server === undefined) return this.opensAccountOf(this.person, token);
    if (this.isRefusedBy(server, token)) return false;
    if (token.kind === 'server' || token.kind === 'transient') return token.server === server;
    if (!this.told()?.owned.includes(server)) return false;
    return token.kind !== 'jwt' || this.hasTakenJwt(server);
  }

  hasTakenJwt(server: string): boolean {
    return (this.facts.jwtTrials ?? []).some(
      (trial) => trial.server === server && trial.accepted && this.age(trial) < DAY,
    );
  }

  usable(): HeldToken[] {
    return this.tokens.filter((token) => this.mayGo(token));
  }

  get hasKey(): boolean {
    return this.key !== undefined && this.key.endedAt === undefined;
  }

  /** Whether a first JWT of the key would end an opaque token that works. */
  get isKeyCostly(): boolean {
    const { key } = this;
    const isHit = (token: HeldToken): boolean =>
      token.clientID === key?.clientID && token.kind !== 'jwt' && this.opensAccountOf(this.self, token);
    return key?.used === false && this.tokens.some(isHit);
  }
}

/** A token that would do is used; but at plex.tv a JWT is renewed first if that costs nothing. */
function unused(view: View, plan: Plan): string[] {
  if (plan.do === 'use') return [];
  const isRenewal = plan.do === 'renew' && view.server === undefined && view.person === view.self;
  return isRenewal ? [] : ['a token that works is not used'];
}

/** What must hold, and what is wrong if it does not. */
type Claim = readonly [holds: boolean | undefined, fault: string];

function commonFaults(view: View, plan: Plan): string[] {
  const claims = [...('with' in plan ? claimsOfAsking(view, plan) : []), ...claimsOf(view, plan)];
  return claims.flatMap(([holds, fault]) => (holds === true ? [] : [fault]));
}

function claimsOfAsking(view: View, plan: Extract<Plan, { with: HeldToken }>): Claim[] {
  const asker = plan.do === 'ask-resources' ? view.person : view.self;
  return [
    [view.tokens.includes(plan.with), 'it asks with what is not held'],
    [view.opensAccountOf(asker, plan.with), 'it asks with what does not work'],
  ];
}

function claimsOf(view: View, plan: Plan): Claim[] {
  const { server = '', person, self, tokens } = view;
  const told = view.told();
  switch (plan.do) {
    case 'use':
      return [
        [tokens.includes(plan.token), 'what is not held is used'],
        [view.mayGo(plan.token), 'what must not go there is used'],
      ];
    case 'renew':
      return [
        [view.hasKey, 'there is no key to renew with'],
        [!view.isKeyCostly, 'a renewal would end an opaque token that works'],
        [!tokens.some((one) => one.kind === 'jwt' && view.opensAccountOf(self, one)), 'a JWT works still'],
      ];
    case 'sign-in':
      return [
        [!view.hasKey, 'somebody with a key is to sign in'],
        [!tokens.some((one) => view.opensAccountOf(self, one)), 'somebody with a token is to sign in'],
      ];
    case 'ask-resources':
      return [
        [server !== '', 'plex.tv is in nobody’s resources'],
        [
          told === undefined ||
            view.age(told) >= MINUTE ||
            tokens.some((one) => view.isRefusedBy(server, one, told.at)),
          'it was told just now',
        ],
      ];
    case 'try-jwt':
      return [
        [plan.with.kind === 'jwt' && plan.trial.server === server, 'it is no JWT for there'],
        [plan.trial.accepted && view.age(plan.trial) >= DAY, 'it has not been long enough'],
        [person === self && told?.owned.includes(server), 'it is somebody else’s server'],
      ];
    case 'none':
      return [[isSo(view, plan.reason), `it is not so: ${plan.reason}`]];
    case 'ask-account':
    case 'ask-home':
    case 'ask-pin':
    case 'switch':
      return claimsOfHome(view, plan);
  }
}

type HomePlan = Extract<Plan, { do: 'ask-account' | 'ask-home' | 'ask-pin' | 'switch' }>;

function claimsOfHome(view: View, plan: HomePlan): Claim[] {
  const { facts, person } = view;
  const fellow = facts.home?.people.find(({ uuid }) => uuid === person);
  const isFellow = facts.home !== undefined && view.age(facts.home) < 7 * DAY && fellow !== undefined;
  switch (plan.do) {
    case 'ask-account':
      return [[facts.self === undefined, 'it is known who it is']];
    case 'ask-home':
      return [[!isFellow, 'it is known who is in the Home']];
    case 'ask-pin':
      return [[isFellow && fellow.protected && facts.hasPin !== true && plan.of === person, 'no PIN is needed']];
    case 'switch':
      return [
        [plan.to === person && isFellow, 'it switches to somebody else'],
        [fellow?.protected !== true || facts.hasPin, 'it switches without the PIN'],
        [!view.tokens.some((one) => isEndedBy(view, plan, one)), 'a switch would end a token that works'],
      ];
  }
}

/** A switch ends the opaque token that its person has under the same client identifier. */
function isEndedBy(view: View, plan: Extract<Plan, { do: 'switch' }>, token: HeldToken): boolean {
  return token.kind !== 'jwt' && token.clientID === plan.clientID && view.opensAccountOf(plan.to, token);
}

/** Whether the reason why there is no token is one. */
function isSo(view: View, reason: string): boolean {
  const { facts, person, server = '' } = view;
  const told = view.told();
  const isToldNow = told !== undefined && view.age(told) < MINUTE;
  const isTheirs = told?.owned.includes(server) === true;
  const isShared = told?.shared.includes(server) === true;
  const opaque = view.tokens.filter((one) => one.kind !== 'jwt' && view.opensAccountOf(person, one));
  return (
    (reason === 'not-shared' && isToldNow && !isTheirs && !isShared) ||
    (reason === 'refused' && isToldNow && isShared) ||
    (reason === 'refused' && isToldNow && isTheirs && opaque.some((one) => view.isRefusedBy(server, one))) ||
    (reason === 'not-in-home' &&
      facts.home !== undefined &&
      view.age(facts.home) < MINUTE &&
      facts.home.people.every(({ uuid }) => uuid !== person))
  );
}
