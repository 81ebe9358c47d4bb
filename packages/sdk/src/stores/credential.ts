import { CredentialStoreError } from '../errors.js';
import { check, demandObject, demandText } from '../wire/arguments.js';
import { conforms, type Members, number, text } from '../wire/read.js';

/**
 * What is kept of one way to be somebody at Plex: plain JSON, so that any store can take it. Members that nobody here knows
 * survive, and so do kinds.
 */
export interface Credential {
  /** 1. Another number is one that earlier versions would misunderstand. */
  readonly schema: number;
  /** What it is: `account-token`, `device-key`, or a kind of somebody else's. */
  readonly kind: string;
  /** The client identifier that it belongs to: Plex takes it with no other. */
  readonly clientID: string;
  /** When it ends by itself, in milliseconds since the epoch. */
  readonly expiresAt?: number | undefined;
  readonly [member: string]: unknown;
}

/** An account's opaque token. */
export interface AccountTokenCredential extends Credential {
  readonly kind: 'account-token';
  readonly token: string;
  /** The uuid of whose account it is. */
  readonly owner?: string | undefined;
  /** When it was stored, in milliseconds since the epoch. */
  readonly issuedAt?: number | undefined;
  /** When plex.tv last took it, in milliseconds since the epoch. */
  readonly seenAt?: number | undefined;
  /** Since when plex.tv takes it no more: its owner must sign in again. */
  readonly endedAt?: number | undefined;
}

/**
 * A credential that holds an account's opaque token, from a store.
 * @throws CredentialStoreError with the code `STORE_DAMAGED` for any other, and for one that a later version wrote.
 */
export function accountTokenCredential(credential: Credential): AccountTokenCredential {
  if (isAccountToken(credential)) return credential;
  throw new CredentialStoreError('read', 'STORE_DAMAGED');
}

function isAccountToken(credential: Credential): credential is AccountTokenCredential {
  const { schema, kind, token, owner, issuedAt, seenAt, endedAt } = credential;
  const times = [issuedAt, seenAt, endedAt].every((time) => time === undefined || number(time) !== undefined);
  const isNamed = owner === undefined || Boolean(text(owner));
  return schema === 1 && kind === 'account-token' && Boolean(text(token)) && isNamed && times;
}

/** A credential as a listing shows it: nothing of it opens anything. */
export interface ListedCredential {
  /** What it is stored under. */
  readonly name: string;
  readonly version: string;
  readonly kind: string;
  readonly clientID: string;
  readonly expiresAt: number | undefined;
}

const members: Members<Credential> = { schema: number, kind: text, clientID: text, expiresAt: number };
const REQUIRED = ['schema', 'kind', 'clientID'];

/**
 * The credential that a text holds, for stores that keep texts.
 * @throws CredentialStoreError with the code `STORE_DAMAGED` when it holds none. It repeats nothing of it.
 */
export function parseCredential(stored: string): Credential {
  const value = parseJSON(stored);
  if (conforms<Credential>(value, members, REQUIRED)) return value;
  throw new CredentialStoreError('read', 'STORE_DAMAGED');
}

/** The value that a text holds; undefined when it holds none. */
export function parseJSON(stored: string): unknown {
  try {
    return JSON.parse(stored);
  } catch {
    return undefined;
  }
}

/** What a listing may show of a credential. */
export function listedCredential(name: string, version: string, credential: Credential): ListedCredential {
  const { kind, clientID, expiresAt } = credential;
  return { name, version, kind, clientID, expiresAt };
}

/**
 * The text of a credential, for stores that keep texts.
 * @throws InvalidArgumentError when it is none. It repeats nothing of it.
 */
export function stringifyCredential(credential: Credential): string {
  demandCredential(credential);
  return jsonOf(credential);
}

const PLAIN = 'must be plain JSON';

/** @throws InvalidArgumentError for what is not plain. It repeats nothing of it. */
export function jsonOf(credential: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(credential);
  } catch {
    check(false, 'credential', PLAIN);
  }
}

/** @throws InvalidArgumentError when it is no credential. It repeats nothing of it. */
export function demandCredential(credential: Credential): void {
  const given = demandObject(credential, 'credential');
  check(typeof given['toJSON'] !== 'function', 'credential', PLAIN);
  // What is inherited is not stored.
  const { schema, kind, clientID, expiresAt } = { ...given };
  check(Number.isSafeInteger(schema) && Number(schema) > 0, 'credential.schema', 'must be a positive whole number');
  demandText(kind, 'credential.kind');
  demandText(clientID, 'credential.clientID');
  check(expiresAt === undefined || Number.isFinite(expiresAt), 'credential.expiresAt', 'must be a time');
}
