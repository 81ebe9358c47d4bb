import type { Facts, HeldToken, JwtTrial, Place, ToldServers } from './held.js';

/** Milliseconds before its end from which a token counts as over: clocks differ. */
const SKEW = 60_000;

/** Milliseconds for which it is believed what a media server refused, and whom plex.tv lets use it. */
const BELIEVED = 60_000;

/** Milliseconds for which a media server's word on JWTs is believed: a new version of it may think otherwise. */
const TRIAL_LIFE = 86_400_000;

/** Milliseconds for which it is believed whose server one is: it may change hands. */
const TOLD_LIFE = 604_800_000;

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
  if (token.expiresAt !== undefined && facts.now >= token.expiresAt - SKEW) return 'expired';
  if (token.refusals?.some(({ by }) => by === 'plex.tv')) return 'dead';
  const { server } = place;
  if (token.kind === 'server' || token.kind === 'transient') {
    if (server === undefined || token.server !== server) return 'another-server';
    return refusalOf(token, server, facts) === undefined ? 'works' : 'refused';
  }
  if (server === undefined) return 'works';
  return fitOfAccount(token, { ...place, server }, facts);
}

/**
 * Whether what opens an account may be sent to a media server: to its owner's alone, for whoever has it is that person at
 * plex.tv too.
 */
function fitOfAccount(token: HeldToken, { server, person }: Place & { server: string }, facts: Facts): Fit {
  const standing = standingOf(toldTo(person, facts), server);
  if (standing === undefined) return 'unknown-server';
  if (standing !== 'owned') return 'not-their-server';
  if (token.kind === 'jwt' && !takesJwt(server, facts)) return 'no-jwt-here';
  return refusalOf(token, server, facts) === undefined ? 'works' : 'refused';
}

/** What a server is to somebody; undefined while nobody has asked. */
export function standingOf(told: ToldServers | undefined, server: string): 'owned' | 'shared' | 'none' | undefined {
  if (told === undefined) return undefined;
  if (told.owned.includes(server)) return 'owned';
  return told.shared.includes(server) ? 'shared' : 'none';
}

/** What somebody's resources said of late. */
export function toldTo(person: string | undefined, { servers, self, now }: Facts): ToldServers | undefined {
  return servers?.find((told) => nameOf(told.person, self) === person && Math.abs(now - told.at) < TOLD_LIFE);
}

/** Whom a token speaks for: undefined for the session's own person. */
export function personOf({ owner }: HeldToken, { self }: Facts): string | undefined {
  return nameOf(owner, self);
}

/** The same person by one name, whether or not it was known when it was written down. */
export function nameOf(uuid: string | undefined, self: string | undefined): string | undefined {
  return uuid === self ? undefined : uuid;
}

/** When a media server has answered 401 to a token of late; undefined when it has not. It may think better of it. */
export function refusalOf({ refusals }: HeldToken, server: string, { now }: Facts): number | undefined {
  return refusals?.find(({ by, at }) => by === server && isFresh(at, now))?.at;
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
