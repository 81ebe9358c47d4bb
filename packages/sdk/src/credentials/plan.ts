import type { NoTokenReason } from '../sign-in-errors.js';
import { check, demandText } from '../wire/arguments.js';
import { isRecord } from '../wire/read.js';
import { fitOf, isFresh, isTrialFresh, nameOf, personOf, refusedAt, toldHome, toldTo } from './fit.js';
import type { Destination, Facts, Held, HeldKey, HeldToken, JwtTrial, Place, TokenKind } from './held.js';

/** A token, or the next step that would give one, or why none can be had. */
export type Plan =
  | { readonly do: 'use'; readonly token: HeldToken }
  /** Get a JWT for the device key. */
  | { readonly do: 'renew'; readonly key: HeldKey }
  /** Ask plex.tv for whom the token speaks. */
  | { readonly do: 'ask-account'; readonly with: HeldToken }
  /** Ask plex.tv who is in the Home. */
  | { readonly do: 'ask-home'; readonly with: HeldToken }
  /** Ask plex.tv which servers there are for whom the token speaks, and for their tokens. */
  | { readonly do: 'ask-resources'; readonly with: HeldToken }
  /** See whether a media server that took a JWT more than a day ago still does. */
  | { readonly do: 'try-jwt'; readonly trial: JwtTrial; readonly with: HeldToken }
  /** Ask for the Home PIN of the one with this uuid. */
  | { readonly do: 'ask-pin'; readonly of: string }
  /** Switch to the one with this uuid, under this client identifier. */
  | { readonly do: 'switch'; readonly to: string; readonly with: HeldToken; readonly clientID: string }
  /** Nothing that is held works any more: the person must sign in again. */
  | { readonly do: 'sign-in' }
  | { readonly do: 'none'; readonly reason: NoTokenReason };

/** The narrowest first: a server's own token opens that server alone. */
const AT_SERVERS: readonly TokenKind[] = ['server', 'transient', 'account', 'home', 'jwt'];

/** What lives for a week before what lives for ever. */
const AT_PLEX_TV: readonly TokenKind[] = ['jwt', 'account', 'home'];

/** The session's own person, at plex.tv. */
const OWN_ACCOUNT: Place = { server: undefined, person: undefined };

/** What a plan goes by. */
interface Known {
  readonly held: Held;
  readonly facts: Facts;
}

/**
 * Which token goes to a destination, by what is held and known; or what would give one. Nothing is sent and nothing changes.
 *
 * A JWT goes to plex.tv, and to a media server only if that has been seen to take one within a day:
 * https://developer.plex.tv/pms/ says that they do, every report from the field that they answer 401. What opens an account
 * goes to that account's own servers alone, whose tokens it needs: everybody else's have one of their own for each person.
 * @throws InvalidArgumentError for a destination that is none.
 */
export function plan(destination: Destination, held: Held, facts: Facts): Plan {
  const self = facts.self ?? selfIn(held);
  const place = placeOf(destination, self);
  const tokens = held.tokens.filter((token) => concerns(token, place, self));
  const known = { held: { ...held, tokens }, facts: self === facts.self ? facts : { ...facts, self } };
  const { server, person } = place;
  return server === undefined ? planPlexTv(person, known) : planServer({ server, person }, known);
}

/** Whether a plan could go by a token: most of what is held is of other people's, or for other servers. */
function concerns({ kind, owner, server }: HeldToken, place: Place, self: string | undefined): boolean {
  if (owner !== undefined && owner !== self && owner !== place.person) return false;
  return server === place.server || (kind !== 'server' && kind !== 'transient');
}

/** @throws InvalidArgumentError for a destination that is none. */
export function placeOf(destination: Destination, self?: string): Place {
  if (destination === 'plex.tv') return OWN_ACCOUNT;
  check(isRecord(destination), 'destination', "must be 'plex.tv' or an object");
  const { server, as } = destination;
  return {
    server: server === undefined ? undefined : demandText(server, 'destination.server'),
    person: as === undefined ? undefined : nameOf(demandText(as, 'destination.as'), self),
  };
}

/** What a session signed in by speaks for its own person, whether or not anybody has said who that is. */
function selfIn({ tokens }: Held): string | undefined {
  return tokens.find(({ kind, owner }) => (kind === 'account' || kind === 'jwt') && owner !== undefined)?.owner;
}

function planPlexTv(person: string | undefined, known: Known): Plan {
  const token = best(AT_PLEX_TV, { server: undefined, person }, known);
  if (person !== undefined) return token ? { do: 'use', token } : planSwitch(person, known);
  const { key } = known.held;
  const isRenewable = key !== undefined && key.endedAt === undefined;
  if (token && (token.kind === 'jwt' || !isRenewable || endsOpaque(key, known))) return { do: 'use', token };
  return isRenewable ? { do: 'renew', key } : { do: 'sign-in' };
}

function planServer(place: Place & { readonly server: string }, known: Known): Plan {
  const { server, person } = place;
  const token = best(AT_SERVERS, place, known);
  if (token) return { do: 'use', token };
  const { facts, held } = known;
  const told = toldTo(person, facts);
  if (told === undefined) return planAsk(person, known);
  const isOwned = told.owned.includes(server);
  if (isOwned && !held.tokens.some((one) => isOpaque(one) && fitOf(one, place, facts) === 'refused'))
    return planOwned(place, known);
  // What was refused since may have been replaced since, and the server may have changed hands.
  const isOutdated = held.tokens.some(
    (one) => personOf(one, facts) === person && (refusedAt(one, server, facts) ?? -Infinity) > told.at,
  );
  if (isOutdated || !isFresh(told.at, facts.now)) return planAsk(person, known);
  return { do: 'none', reason: isOwned || told.shared.includes(server) ? 'refused' : 'not-shared' };
}

/** Whether a token is one that a Home switch could replace by another of its like. */
function isOpaque({ kind }: HeldToken): boolean {
  return kind === 'account' || kind === 'home';
}

/** One's own server takes an opaque token of one's own; who has none but JWTs gets one by a Home switch to oneself. */
function planOwned(place: Place & { readonly server: string }, known: Known): Plan {
  const { facts } = known;
  const asker = planPlexTv(place.person, known);
  if (asker.do !== 'use') return asker;
  const trial = facts.jwtTrials?.find((one) => one.server === place.server);
  // It is a JWT that asks: whatever else opens the account opens its owner's server, too.
  if (trial?.accepted === true && !isTrialFresh(trial, facts.now)) return { do: 'try-jwt', trial, with: asker.token };
  return planSwitch(place.person, known);
}

/** Whoever is asked for may be got by somebody of the same Home, oneself by oneself included. */
function planSwitch(person: string | undefined, known: Known): Plan {
  const asker = planPlexTv(undefined, known);
  if (asker.do !== 'use') return asker;
  const { token } = asker;
  const { facts, held } = known;
  // Who is asked for may be oneself: that switch would end the token that asks.
  if (facts.self === undefined) return { do: 'ask-account', with: token };
  const to = person ?? facts.self;
  const home = toldHome(facts);
  const fellow = home?.people.find(({ uuid }) => uuid === to);
  if (fellow === undefined) {
    const isNews = home !== undefined && isFresh(home.at, facts.now);
    return isNews ? { do: 'none', reason: 'not-in-home' } : { do: 'ask-home', with: token };
  }
  if (fellow.protected && facts.hasPin !== true) return { do: 'ask-pin', of: to };
  // A switch ends the opaque token of its person under this client identifier [home.switch-rotates], and under the one that
  // asks they may have signed in by themselves.
  const clientID = (person === undefined ? undefined : held.switchClientID) ?? token.clientID;
  return { do: 'switch', to, with: token, clientID };
}

function planAsk(person: string | undefined, known: Known): Plan {
  const asker = planPlexTv(person, known);
  return asker.do === 'use' ? { do: 'ask-resources', with: asker.token } : asker;
}

/** The first JWT of a device ends its opaque token, which is not given up for one that is no better. */
function endsOpaque({ used, clientID }: HeldKey, { held, facts }: Known): boolean {
  return (
    !used && held.tokens.some((token) => token.clientID === clientID && fitOf(token, OWN_ACCOUNT, facts) === 'works')
  );
}

/** The first by its kind, of those that the server has never refused; else of the others that work. */
function best(kinds: readonly TokenKind[], place: Place, { held, facts }: Known): HeldToken | undefined {
  let first: HeldToken | undefined;
  let least = Infinity;
  for (const token of held.tokens) {
    if (fitOf(token, place, facts) !== 'works' || isOfEndedKey(token, held)) continue;
    const isDoubtful = token.refusals?.some(({ by }) => by === place.server) === true;
    const rank = kinds.indexOf(token.kind) + (isDoubtful ? kinds.length : 0);
    if (rank >= least) continue;
    first = token;
    least = rank;
  }
  return first;
}

/** With a key, all of its JWTs end, whatever they say themselves. */
function isOfEndedKey({ kind, clientID }: HeldToken, { key }: Held): boolean {
  return kind === 'jwt' && key?.endedAt !== undefined && key.clientID === clientID;
}
