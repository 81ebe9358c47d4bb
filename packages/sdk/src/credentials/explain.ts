import { fitOf, type Fit, nameOf } from './fit.js';
import type { Facts, HeldToken, TokenKind } from './held.js';
import type { Wallet } from './wallet.js';

/** Why a token does not work somewhere, or that it does. */
export type { Fit } from './fit.js';

/** Where a token works. */
export interface ExplainedPlace {
  /** `plex.tv`, or a machine identifier. */
  readonly at: string;
  readonly fit: Fit;
  /** The same in words. */
  readonly words: string;
}

/** A token that is held, without the token. */
export interface ExplainedToken {
  readonly kind: TokenKind;
  readonly clientID: string;
  /** The uuid of whom it speaks for, once that is known. */
  readonly owner: string | undefined;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number | undefined;
  /** Milliseconds since the epoch; undefined for what has no end. */
  readonly expiresAt: number | undefined;
  readonly places: readonly ExplainedPlace[];
}

/** What a person holds, and where it works. Nothing of it opens anything. */
export interface Explanation {
  /** What the credentials are kept under. */
  readonly name: string;
  /** The installation's client identifier. */
  readonly clientID: string;
  /** The uuid of the person, once that is known: also of one whose sign-in has ended. */
  readonly person: string | undefined;
  /** Whether a device key is held: also one that has got no JWT yet, or that plex.tv knows no more. */
  readonly hasKey: boolean;
  /** What should be mended. */
  readonly warnings: readonly string[];
  readonly tokens: readonly ExplainedToken[];
  /** All of it in words, a line for each. */
  readonly text: string;
}

/** Client identifiers that documentation shows: whoever copies one shares a device with everybody else who has. */
const COPIED: ReadonlySet<string> = new Set([
  '3381b62b-9ab7-4e37-827b-203e9809eb58',
  'abc123',
  'examples-greeter',
  'gcgzw5rz2xovp84b4vha3a40',
  'lasting-client',
  'my-app',
  'ticketstub-demo-keys',
  'ticketstub-examples',
  'your-client-id',
]);

const KINDS: Readonly<Record<TokenKind, string>> = {
  account: 'opaque account token',
  jwt: 'JWT of a device key',
  home: 'token of a Home switch',
  server: 'server’s own token',
  transient: 'transient token',
};

const FITS: Readonly<Record<Fit, string>> = {
  works: 'works',
  'another-person': 'speaks for somebody else',
  expired: 'its time is over',
  dead: 'plex.tv knows it no more',
  refused: 'the server answered 401 a moment ago',
  'another-server': 'it is one server’s own, and not this one’s',
  'not-their-server': 'it opens the whole account, and this is somebody else’s server',
  'unknown-server': 'nobody has asked of late whose server this is',
  'no-jwt-here': 'it is a JWT, and this server has not been seen to take one of late',
};

/** Does what `PersonCredentials.explain` says. */
export function explain(wallet: Wallet): Explanation {
  const facts = wallet.facts(false);
  const { clientID, person: name, held } = wallet;
  const tokens = held.tokens.map((token) => explained(token, facts));
  const warnings = warningsOf(wallet);
  const lines = [
    `${name}: client identifier ${clientID}`,
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...tokens.flatMap((token) => linesOf(token, facts.now)),
    ...(held.key === undefined
      ? []
      : [held.key.endedAt === undefined ? 'Device key: gets JWTs' : 'Device key: plex.tv knows it no more']),
    ...(tokens.length === 0 && held.key === undefined ? ['Nothing is held'] : []),
  ];
  const { self: uuid } = facts;
  return { name, clientID, person: uuid, hasKey: held.key !== undefined, warnings, tokens, text: lines.join('\n') };
}

function explained(token: HeldToken, facts: Facts): ExplainedToken {
  const { kind, clientID, owner, issuedAt, expiresAt } = token;
  const person = nameOf(owner, facts.self);
  const servers = facts.servers?.find((told) => nameOf(told.person, facts.self) === person);
  const known = [...(servers?.owned ?? []), ...(servers?.shared ?? []), ...(token.server ? [token.server] : [])];
  const places = [undefined, ...new Set(known)].map((server): ExplainedPlace => {
    const fit = fitOf(token, { server, person }, facts);
    return { at: server ?? 'plex.tv', fit, words: FITS[fit] };
  });
  return { kind, clientID, owner, issuedAt, expiresAt, places };
}

function linesOf({ kind, clientID, owner, issuedAt, expiresAt, places }: ExplainedToken, now: number): string[] {
  const whose = owner === undefined ? '' : ` of ${owner}`;
  const age = issuedAt === undefined ? '' : `, got ${span(now - issuedAt)} ago`;
  const end = expiresAt === undefined ? '' : expiresAt > now ? `, ends in ${span(expiresAt - now)}` : ', ended';
  const head = `${KINDS[kind]}${whose} (client identifier ${clientID}${age}${end})`;
  return [head, ...places.map(({ at, words }) => `  ${at}: ${words}`)];
}

/** A time in words, by its largest unit. */
function span(ms: number): string {
  const units: readonly [number, string][] = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
  ];
  const [size = 0, unit] = units.find(([least]) => ms >= least) ?? [];
  if (unit === undefined) return 'less than a minute';
  const count = Math.floor(ms / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function warningsOf({ clientID, held }: Wallet): string[] {
  const warnings: string[] = [];
  if (COPIED.has(clientID.toLowerCase()))
    warnings.push('the client identifier is one that documentation shows: installationID makes one of your own');
  const shares = held.tokens.some(({ kind, clientID: own }) => kind === 'account' && own === held.key?.clientID);
  if (shares && held.key?.used === false)
    warnings.push('the device key shares the opaque token’s client identifier: its first JWT will end that token');
  const others = held.tokens.filter(({ kind, clientID: own }) => kind === 'account' && own !== clientID);
  if (others.length > 0) warnings.push('the account token belongs to another client identifier than this client’s');
  return warnings;
}
