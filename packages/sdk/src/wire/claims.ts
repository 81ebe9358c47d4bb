import { isRecord, number, type Reader, text } from './read.js';

/** The person behind a token, as far as its scope tells. What is null or empty in the token is undefined here. */
export interface TokenUser {
  readonly id: number;
  readonly uuid: string | undefined;
  /** Undefined for managed users, or without the scope. */
  readonly username: string | undefined;
  /** Undefined for managed users, or without the scope. */
  readonly email: string | undefined;
  readonly friendlyName: string | undefined;
  /** Whether it is a managed user. */
  readonly restricted: boolean | undefined;
  readonly anonymous: boolean | undefined;
}

/** What an account token of Plex's says. */
export interface TokenClaims {
  readonly user: TokenUser;
  /** The name of the device key that it was issued for. */
  readonly thumbprint: string | undefined;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  /** Milliseconds since the epoch: a week later. */
  readonly expiresAt: number;
  /** Everything it says, as it says it: also what nobody told us of. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Undefined without what nobody can do without: who it is for, since when, until when. */
export function readClaims(claims: Readonly<Record<string, unknown>>): TokenClaims | undefined {
  const issuedAt = milliseconds(claims['iat']);
  const expiresAt = milliseconds(claims['exp']);
  const user = readUser(claims['user']);
  if (issuedAt === undefined || expiresAt === undefined || !user) return undefined;
  return { user, thumbprint: text(claims['thumbprint']), issuedAt, expiresAt, claims };
}

/** A time in seconds since the epoch, as tokens have it. JSON can say infinite. */
export const milliseconds: Reader<number> = (value) => {
  const time = (number(value) ?? Number.NaN) * 1000;
  return Number.isFinite(time) ? time : undefined;
};

function readUser(value: unknown): TokenUser | undefined {
  if (!isRecord(value)) return undefined;
  const id = number(value['id']);
  if (!id) return undefined;
  return {
    id,
    uuid: filled(value['uuid']),
    username: filled(value['username']),
    email: filled(value['email']),
    friendlyName: filled(value['friendly_name']),
    restricted: flag(value['restricted']),
    anonymous: flag(value['anonymous']),
  };
}

const filled: Reader<string> = (value) => text(value) || undefined;

const flag: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
