import { type PlexCore, settingsOf } from '../core.js';
import { DeviceKey } from '../crypto/device-key.js';
import { type ParsedJws, parseJws } from '../crypto/jws.js';
import { InvalidArgumentError, type TokenRefusal, TokenRefusedError } from '../errors.js';
import { systemClock } from '../transport/wait.js';
import { check, demandObject } from '../wire/arguments.js';
import { milliseconds, readClaims, type TokenClaims } from '../wire/claims.js';
import type { PlexKeys } from './plex-keys.js';

/** Who issues account tokens, and the first of those they are for. */
const PLEX = 'plex.tv';

/** Milliseconds by which two clocks may differ. */
const SKEW = 60_000;

/** What a token must be, besides Plex's and in its time. */
export interface ExpectedToken {
  /** The client identifier it was issued to. Default: the client's own. */
  readonly clientID?: string | undefined;
  /** The device key it was issued for, or the name of that key. Default: any. */
  readonly thumbprint?: DeviceKey | string | undefined;
}

/** How long anybody waits for it. */
export interface VerifyOptions {
  /** Ends the wait for Plex's keys: the promise rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined;
}

/** A token that Plex signed, for this client, in its time. */
export interface VerifiedToken extends TokenClaims {
  /** The client identifier it was issued to. */
  readonly clientID: string;
}

/** What is verified, with what, against what. */
export interface VerifyInput {
  readonly token: string;
  readonly keys: PlexKeys;
  readonly expected: ExpectedToken;
}

/** Does what `deviceKeys.verifyToken` says. */
export async function verifyToken(core: PlexCore, input: VerifyInput, options?: VerifyOptions): Promise<VerifiedToken> {
  const { token, keys } = input;
  check(typeof token === 'string', 'token', 'must be text');
  const expected = resolveExpected(core, input.expected);
  const parsed = parseJws(token);
  if (typeof parsed === 'string') throw refused(parsed);
  await demandSignature(parsed, keys, options?.signal);
  const claims = readClaims(parsed.payload);
  if (!claims) throw refused('malformed');
  const fault = faultIn(claims, expected);
  if (fault) throw refused(fault);
  return { ...claims, clientID: expected.clientID };
}

/** What a token is held against. */
interface Expected {
  readonly clientID: string;
  readonly thumbprint: string | undefined;
  readonly now: () => number;
}

function resolveExpected(core: PlexCore, given: ExpectedToken): Expected {
  demandObject(given, 'expected');
  const { clientID: own, clock = systemClock } = settingsOf(core).options;
  const { clientID = own, thumbprint } = given;
  if (!clientID) throw new InvalidArgumentError('clientID', 'say whose token it should be', 'CLIENT_ID_REQUIRED');
  // Every token is for plex.tv too: by that name anybody's would pass.
  check(typeof clientID === 'string' && clientID !== PLEX, 'expected.clientID', 'must be a client identifier');
  const named = thumbprint instanceof DeviceKey ? thumbprint.kid : thumbprint;
  check(named === undefined || typeof named === 'string', 'expected.thumbprint', 'must be a DeviceKey or its kid');
  return { clientID, thumbprint: named, now: () => clock.now() };
}

/** Nothing of a token is believed before this, but the name of a key to look for. */
async function demandSignature({ header, signedBy }: ParsedJws, keys: PlexKeys, signal?: AbortSignal): Promise<void> {
  const { kid } = header;
  const candidates = typeof kid === 'string' ? await keys.find(kid, signal) : [];
  if (candidates.length === 0) throw refused('unknown-key');
  for (const key of candidates) if (await signedBy(key)) return;
  throw refused('signature');
}

/** What is wrong with a token that Plex signed. Its age comes last: an expired token is one that could be renewed. */
function faultIn(
  { claims, thumbprint, issuedAt, expiresAt }: TokenClaims,
  expected: Expected,
): TokenRefusal | undefined {
  const { iss, aud, nbf } = claims;
  const { clientID } = expected;
  const now = expected.now();
  if (iss !== PLEX) return 'issuer';
  if (!Array.isArray(aud) || !aud.includes(PLEX) || !aud.includes(clientID)) return 'audience';
  if (expected.thumbprint !== undefined && thumbprint !== expected.thumbprint) return 'thumbprint';
  const from = nbf === undefined ? issuedAt : milliseconds(nbf);
  if (from === undefined) return 'malformed';
  if (Math.max(from, issuedAt) > now + SKEW) return 'not-yet-valid';
  return expiresAt <= now - SKEW ? 'expired' : undefined;
}

function refused(reason: TokenRefusal): TokenRefusedError {
  return new TokenRefusedError('verifyToken', reason);
}
