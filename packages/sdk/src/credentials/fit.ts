import type { Facts, HeldToken, JwtTrial, Place, ToldHome, ToldServers } from './held.js';

/** Milliseconds before its end from which a token counts as over: clocks differ. */
const SKEW = 60_000;

/** Milliseconds for which it is believed what a media server refused, and whom plex.tv lets use it. */
const BELIEVED = 60_000;

/** Milliseconds for which a media server's word on JWTs is believed: a new version of it may think otherwise. */
const TRIAL_LIFE = 86_400_000;

/** Milliseconds for which it is believed whose server one is, and who is in a Home: it may change. */
const TOLD_LIFE = 604_800_000;

/** Milliseconds that a transient token lives, unless it says otherwise: https://developer.plex.tv/pms/ */
const TRANSIENT_LIFE = 172_800_000;

/** Whether a token works at a place: `works`, or the first reason why it is not to be sent there. */
export type Fit =
  | 'works'
  /** It speaks for somebody else. */
  | 'another-person'
  /** Its time is over. */
  | 'expired'
  /** plex.tv knows it no more. */
  | 'dead'
  /** The server has answered 401 to it. */
  | 'refused'
  /** It is one server's own: no other takes it, and neither does plex.tv. */
  | 'another-server'
  /** It opens the whole account, which is no business of somebody else's server. */
  | 'not-their-server'
  /** Whose server it is has not been asked, or not for a week. */
  | 'unknown-server'
  /** It is a JWT, and nobody has seen this server take one of late. */
  | 'no-jwt-here';

/** Whether a token works at a place, by what is known. Nothing is sent. */
export function fitOf(token: HeldToken, place: Place, facts: Facts): Fit {
  if (personOf(token, facts) !== place.person) return 'another-person';
  if (facts.now >= endOf(token) - SKEW) return 'expired';
  const { server } = place;
  if (token.kind === 'server' || token.kind === 'transient') {
    // plex.tv takes none of these: what it answers to one says nothing about it.
    if (server === undefined || token.server !== server) return 'another-server';
    return refusedAt(token, server, facts) === undefined ? 'works' : 'refused';
  }
  if (token.refusals?.some(({ by }) => by === 'plex.tv')) return 'dead';
  return server === undefined ? 'works' : fitOfAccount(token, { ...place, server }, facts);
}

function endOf({ kind, issuedAt = Infinity, expiresAt }: HeldToken): number {
  return expiresAt ?? (kind === 'transient' ? issuedAt + TRANSIENT_LIFE : Infinity);
}

/**
 * Whether what opens an account may be sent to a media server: to its owner's alone, for whoever has it is that person at
 * plex.tv too.
 */
function fitOfAccount(token: HeldToken, { server, person }: Place & { server: string }, facts: Facts): Fit {
  const told = toldTo(person, facts);
  if (told === undefined) return 'unknown-server';
  if (!told.owned.includes(server)) return 'not-their-server';
  if (token.kind === 'jwt' && !takesJwt(server, facts)) return 'no-jwt-here';
  return refusedAt(token, server, facts) === undefined ? 'works' : 'refused';
}

/** What somebody's resources said last, if that was within a week. */
export function toldTo(person: string | undefined, { servers, self, now }: Facts): ToldServers | undefined {
  let latest: ToldServers | undefined;
  let age = TOLD_LIFE;
  for (const told of servers ?? []) {
    if (nameOf(told.person, self) !== person || Math.abs(now - told.at) >= age) continue;
    latest = told;
    age = Math.abs(now - told.at);
  }
  return latest;
}

/** Who was in the Home, if that was said within a week. */
export function toldHome({ home, now }: Facts): ToldHome | undefined {
  return home !== undefined && Math.abs(now - home.at) < TOLD_LIFE ? home : undefined;
}

/** Whom a token speaks for: undefined for the session's own person. */
export function personOf({ owner }: HeldToken, { self }: Facts): string | undefined {
  return nameOf(owner, self);
}

/** The same person by one name, whether or not it was known when it was written down. */
export function nameOf(uuid: string | undefined, self: string | undefined): string | undefined {
  return uuid === self ? undefined : uuid;
}

/** When a media server last answered 401 to a token, if that was of late: it may think better of it. */
export function refusedAt({ refusals }: HeldToken, server: string, { now }: Facts): number | undefined {
  let latest: number | undefined;
  for (const { by, at } of refusals ?? []) {
    // A clock that was set back leaves refusals that are still to come.
    if (by === server && isFresh(at, now)) latest = Math.max(latest ?? -Infinity, Math.min(at, now));
  }
  return latest;
}

/** Whether something was seen so lately that it is believed. */
export function isFresh(at: number, now: number): boolean {
  return Math.abs(now - at) < BELIEVED;
}

/** Whether it is believed what a media server did with a JWT. */
export function isTrialFresh({ at }: JwtTrial, now: number): boolean {
  return Math.abs(now - at) < TRIAL_LIFE;
}

function takesJwt(server: string, { jwtTrials, now }: Facts): boolean {
  const trial = jwtTrials?.find((one) => one.server === server);
  return trial !== undefined && trial.accepted && isTrialFresh(trial, now);
}
