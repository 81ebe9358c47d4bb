import { CredentialStoreError } from '../errors.js';
import { parseJws } from '../crypto/jws.js';
import { type AccountTokenCredential, accountTokenCredential, type Credential } from '../stores/credential.js';
import type { CredentialStore, StoredCredential } from '../stores/credential-store.js';
import { type DeviceKeyCredential, deviceKeyCredential } from '../stores/device-key-credential.js';
import { check, demandText } from '../wire/arguments.js';
import { readClaims, type TokenClaims } from '../wire/claims.js';
import { conforms, isRecord, list, number, object, type Reader, text } from '../wire/read.js';
import type { HeldToken, HomePerson, JwtTrial, TokenKind, ToldHome, ToldServers } from './held.js';

/** What is stored of a person: under each of these names, after theirs and a slash, a credential of its own. */
export type Part = 'account' | 'key' | 'session' | 'sign-in-again';

/** Characters of a person's name, so that the longest part fits behind it. */
const LONGEST_NAME = 490;

/** @throws InvalidArgumentError for what cannot be a person's name. */
export function demandPerson(name: unknown): string {
  check(demandText(name, 'name').length <= LONGEST_NAME, 'name', `must have ${LONGEST_NAME} characters at most`);
  return demandText(name, 'name');
}

/** The name under which a part of what a person has is stored. */
export function partName(person: string, part: Part): string {
  return `${person}/${part}`;
}

/** Whose part a credential is, by its name; a credential that is stored by itself is its own person's. */
export function personOfPart(name: string): string {
  return name.replace(/\/(?:account|key|session|sign-in-again)$/, '');
}

/** What was found out with a person's credentials, and can be found out again. */
export interface SessionRecord extends Credential {
  readonly kind: 'session';
  /** The uuid of the person. */
  readonly self?: string | undefined;
  /** The client identifier under which it switches to others of the Home. */
  readonly switchClientID: string;
  /** Tokens of Home switches, and of servers. */
  readonly tokens: readonly HeldToken[];
  readonly servers: readonly ToldServers[];
  readonly jwtTrials: readonly JwtTrial[];
  readonly home?: ToldHome | undefined;
}

/** One part as it is stored. */
export interface StoredPart<Kind extends Credential> {
  readonly credential: Kind;
  readonly version: string;
}

/** All that is stored of a person. */
export interface StoredParts {
  readonly account: StoredPart<AccountTokenCredential> | undefined;
  readonly key: StoredPart<DeviceKeyCredential> | undefined;
  readonly session: StoredPart<SessionRecord> | undefined;
}

/** @throws CredentialStoreError when the store fails, or holds what is damaged. */
export async function readParts(store: CredentialStore, person: string): Promise<StoredParts> {
  const [account, key, session] = await Promise.all([
    store.read(partName(person, 'account')),
    store.read(partName(person, 'key')),
    store.read(partName(person, 'session')),
  ]);
  return {
    account: readAs(account, accountTokenCredential),
    key: readAs(key, deviceKeyCredential),
    session: readAs(session, sessionRecord),
  };
}

function readAs<Kind extends Credential>(
  stored: StoredCredential | undefined,
  read: (credential: Credential) => Kind,
): StoredPart<Kind> | undefined {
  return stored && { credential: read(stored.credential), version: stored.version };
}

/** A session before anything was found out. */
export function emptySession(clientID: string): SessionRecord {
  const switchClientID = crypto.randomUUID();
  return { schema: 1, kind: 'session', clientID, switchClientID, tokens: [], servers: [], jwtTrials: [] };
}

/** A session without one of its tokens. */
export function withoutToken(session: SessionRecord, token: string): SessionRecord {
  return { ...session, tokens: session.tokens.filter((one) => one.token !== token) };
}

const kinds: ReadonlySet<unknown> = new Set<TokenKind>(['account', 'jwt', 'home', 'server', 'transient']);

const texts = list((entry): entry is string => text(entry) !== undefined);

const tokens = list(
  (entry): entry is HeldToken =>
    conforms<HeldToken>(
      entry,
      { token: text, clientID: text, owner: text, server: text, issuedAt: number, expiresAt: number },
      ['token', 'clientID'],
    ) && kinds.has(entry.kind),
);

const servers = list((entry): entry is ToldServers =>
  conforms<ToldServers>(entry, { person: text, at: number, owned: texts, shared: texts }, ['at', 'owned', 'shared']),
);

const trials = list((entry): entry is JwtTrial =>
  conforms<JwtTrial>(entry, { server: text, at: number, url: text }, ['server', 'at', 'url']),
);

const people: Reader<HomePerson[]> = list((entry): entry is HomePerson =>
  conforms<HomePerson>(entry, { uuid: text }, ['uuid']),
);

/**
 * A session from a store.
 * @throws CredentialStoreError with the code `STORE_DAMAGED` when it is none.
 */
function sessionRecord(credential: Credential): SessionRecord {
  if (isSession(credential)) return credential;
  throw new CredentialStoreError('read', 'STORE_DAMAGED');
}

function isSession(credential: Credential): credential is SessionRecord {
  const members = {
    self: text,
    switchClientID: text,
    tokens,
    servers,
    jwtTrials: trials,
    home: object<ToldHome>({ at: number, people }),
  };
  const required = ['switchClientID', 'tokens', 'servers', 'jwtTrials'];
  return credential.schema === 1 && credential.kind === 'session' && conforms(credential, members, required);
}

/** The uuid of whom a JWT speaks for, as it says itself. */
export function ownerOfJwt(token: string): string | undefined {
  return claimsOf(token)?.user.uuid;
}

/** A JWT, by what it says itself. */
export function heldJwt(token: string, clientID: string): HeldToken {
  const claims = claimsOf(token);
  const { issuedAt, expiresAt } = claims ?? {};
  return { kind: 'jwt', token, clientID, owner: claims?.user.uuid, issuedAt, expiresAt };
}

function claimsOf(token: string): TokenClaims | undefined {
  const parsed = parseJws(token);
  return typeof parsed !== 'string' && isRecord(parsed.payload) ? readClaims(parsed.payload) : undefined;
}
