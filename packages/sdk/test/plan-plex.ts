import type { HeldToken, Plan } from '../src/index.js';
import type { Judged } from './plan-oracle.js';
import { HOMES, SERVERS } from './plan-world.js';

/** What is true at Plex, whatever a session believes. */
export interface Truth {
  /** Whether plex.tv knows what the session was given before. */
  readonly isAlive: boolean;
  /** Whether it knows the device key. */
  readonly isKeyAlive: boolean;
  /** Whether media servers take JWTs, and their own tokens. */
  readonly takesJwt: boolean;
  readonly takesTokens: boolean;
  /** Whether the person has a PIN to give. */
  readonly hasPin: boolean;
}

/** A situation, and what became of the session's opaque tokens at Plex. */
export interface Course extends Judged {
  /** How many tokens were made, for their names. */
  readonly made: number;
}

/** What comes of a step: another situation, or the end. */
export type Outcome = { readonly next: Course; readonly isRefused?: true } | { readonly end: string };

/** Takes a step as Plex would answer it. The clock stands still, so that nothing but the answers can end a loop. */
export function outcomeOf(course: Course, plan: Plan, truth: Truth): Outcome {
  const { facts, held, self } = course;
  if ('with' in plan && !isTaken(plan.with, truth)) return refusedBy('plex.tv', course, plan.with);
  switch (plan.do) {
    case 'use':
      return used(course, plan.token, truth);
    case 'renew':
      return renewed(course, plan, truth);
    case 'ask-account':
      return { next: { ...course, facts: { ...facts, self } } };
    case 'ask-home':
      return { next: { ...course, facts: { ...facts, home: { at: facts.now, people: HOMES[self] ?? [] } } } };
    case 'ask-resources':
      return { next: withResources(course, plan.with) };
    case 'try-jwt': {
      const trial = { ...plan.trial, accepted: truth.takesJwt, at: facts.now };
      const others = (facts.jwtTrials ?? []).filter(({ server }) => server !== trial.server);
      return { next: { ...course, facts: { ...facts, jwtTrials: [...others, trial] } } };
    }
    case 'ask-pin':
      return truth.hasPin ? { next: { ...course, facts: { ...facts, hasPin: true } } } : { end: 'no PIN' };
    case 'switch': {
      const fresh: HeldToken = { kind: 'home', token: `made ${course.made}`, clientID: plan.clientID, owner: plan.to };
      const tokens = held.tokens.filter(({ kind, owner }) => kind !== 'home' || (owner ?? self) !== plan.to);
      return { next: { ...course, made: course.made + 1, held: { ...held, tokens: [...tokens, fresh] } } };
    }
    case 'sign-in':
    case 'none':
      return { end: plan.do };
  }
}

/** Whether plex.tv takes a token: what it has made itself a moment ago, and the rest if it is alive. */
function isTaken({ token }: HeldToken, { isAlive }: Truth): boolean {
  return isAlive || token.startsWith('made ');
}

/** What comes of the use of a token: the caller is served, or says that it was refused. */
function used(course: Course, token: HeldToken, truth: Truth): Outcome {
  const { destination } = course;
  const server = destination === 'plex.tv' ? undefined : destination.server;
  if (server === undefined) return isTaken(token, truth) ? { end: 'served' } : refusedBy('plex.tv', course, token);
  const isServed = token.kind === 'jwt' ? truth.takesJwt : truth.takesTokens;
  return isServed && (isTaken(token, truth) || token.server !== undefined)
    ? { end: 'served' }
    : refusedBy(server, course, token);
}

function refusedBy(by: string, course: Course, token: HeldToken): Outcome {
  const { facts, held } = course;
  const refusals = [...(token.refusals ?? []), { by, at: facts.now }];
  const tokens = held.tokens.map((one) => (one === token ? { ...one, refusals } : one));
  const jwtTrials = token.kind === 'jwt' ? facts.jwtTrials?.filter(({ server }) => server !== by) : facts.jwtTrials;
  return { next: { ...course, held: { ...held, tokens }, facts: { ...facts, jwtTrials } }, isRefused: true };
}

function renewed(course: Course, { key }: Extract<Plan, { do: 'renew' }>, { isKeyAlive }: Truth): Outcome {
  const { facts, held, self, made } = course;
  if (!isKeyAlive) return { next: { ...course, held: { ...held, key: { ...key, endedAt: facts.now } } } };
  const jwt: HeldToken = {
    kind: 'jwt',
    token: `made ${made}`,
    clientID: key.clientID,
    expiresAt: facts.now + 604_800_000,
  };
  const isEnded = ({ kind, clientID, owner = self }: HeldToken): boolean =>
    kind === 'jwt' || (!key.used && clientID === key.clientID && kind !== 'server' && owner === self);
  const tokens = [...held.tokens.filter((token) => !isEnded(token)), jwt];
  return { next: { ...course, made: made + 1, held: { ...held, tokens, key: { ...key, used: true } } } };
}

/** The resources of whoever asks: shared servers come with a token, always the same, and what is not among them is gone. */
function withResources(course: Course, asker: HeldToken): Course {
  const { facts, held, self } = course;
  // What nobody has told the session yet, it does not know.
  const known =
    facts.self ?? held.tokens.find(({ kind, owner }) => owner && (kind === 'account' || kind === 'jwt'))?.owner;
  const person = asker.owner === known ? undefined : asker.owner;
  const { owned = [], shared = [] } = SERVERS[person ?? self] ?? {};
  const tokens = shared.map((server): HeldToken => {
    const token = `of ${server} for ${person ?? self}`;
    const refusals = held.tokens.find((one) => one.token === token)?.refusals;
    return { kind: 'server', token, clientID: asker.clientID, owner: person, server, refusals };
  });
  const kept = held.tokens.filter(({ kind, owner }) => kind !== 'server' || owner !== person);
  const others = (facts.servers ?? []).filter((one) => one.person !== person);
  return {
    ...course,
    held: { ...held, tokens: [...kept, ...tokens] },
    facts: { ...facts, servers: [...others, { person, at: facts.now, owned, shared }] },
  };
}
