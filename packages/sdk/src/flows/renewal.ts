import { type PlexCore, settingsOf } from '../core.js';
import { type DeviceKey, deviceKeyFrom } from '../crypto/device-key.js';
import { CredentialStoreError, SDKError, TicketstubError } from '../errors.js';
import { SignInAgainError } from '../sign-in-errors.js';
import type { Clock } from '../options.js';
import { type CredentialStore, isConflict } from '../stores/credential-store.js';
import { type DeviceKeyCredential, deviceKeyCredential } from '../stores/device-key-credential.js';
import { systemClock } from '../transport/wait.js';
import { demandPrivateJwk } from '../wire/device-jwk.js';
import { type Asking, heard, type RateGovernor } from './governor.js';
import { issueToken } from './issue-token.js';

/** Milliseconds before its end at which a token is not handed out if another can be had: clocks differ. */
export const SKEW = 60_000;

/** Milliseconds for each of the two requests of an exchange, at most: both end before the lease does, or don't begin. */
const PATIENCE = 20_000;

/** Milliseconds for which one process has the renewal to itself. If it dies, the others wait for as long. */
const LEASE = 60_000;

/** Milliseconds between two looks whether whoever has the lease is done, at first and at most. */
const FIRST_LOOK = 100;
const LAST_LOOK = 2000;

/** A nonce, and an exchange. */
const REQUESTS = 2;

/** What a renewal works with. */
export interface RenewalWork {
  readonly core: PlexCore;
  readonly store: CredentialStore;
  readonly name: string;
  /** The key, if the store doesn't have it. */
  readonly key: DeviceKey | undefined;
  /** Told once, by whoever finds out first. */
  readonly onSignInAgain: () => void;
  /** Told of what a store failed at when the token was to be had all the same. */
  readonly onStoreError: (error: unknown) => void;
  readonly governor: RateGovernor;
  /** What is over, but could not be written down as such: the version that is stored. */
  readonly unwritten: Set<string>;
}

/** A token at hand. */
export interface Held {
  /** The key it was issued for. */
  readonly kid: string;
  readonly token: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** A credential as it is stored. */
interface Found {
  readonly credential: DeviceKeyCredential;
  readonly version: string;
}

/**
 * Gives a token that works and is not the refused one: from the store if somebody put one there, else from plex.tv, whom one
 * caller of all processes asks.
 * @throws SignInAgainError when Plex knows the key no more, TicketstubError for what failed.
 */
export async function renewThroughStore(work: RenewalWork, refused: string | undefined): Promise<Held> {
  const clock = clockOf(work);
  for (let wait = FIRST_LOOK; ; wait = Math.min(wait * 2, LAST_LOOK)) {
    const usable = usableIn(await find(work), refused, clock);
    if (usable) return usable;
    const renewed = await renewIfFree(work, refused, { urgency: 'waited-for' });
    if (renewed) return renewed;
    await clock.sleep(wait * (1 - Math.random() / 2));
  }
}

/**
 * The same, unless somebody else is at it, or may be once the lease is over: then undefined, at once. It has its turn at plex.tv before it has the lease, which
 * would run out while it waits.
 * @throws SignInAgainError when Plex knows the key no more, TicketstubError for what failed.
 */
export async function renewIfFree(
  work: RenewalWork,
  refused: string | undefined,
  turnAs: Omit<Asking, 'requests'>,
): Promise<Held | undefined> {
  const { store, name, governor } = work;
  await governor.admit({ ...turnAs, requests: REQUESTS });
  const turn = { isUsed: false, until: clockOf(work).now() + LEASE - REQUESTS * PATIENCE };
  try {
    const lease = await store.lease(name, LEASE);
    if (!lease) return undefined;
    try {
      return await renewAlone({ ...work, turn }, refused);
    } finally {
      await lease.release().catch(work.onStoreError);
    }
  } finally {
    if (!turn.isUsed) governor.refund(REQUESTS);
  }
}

/**
 * What is to be used instead of a token at hand, by what is stored: the same while its key is, unless another process has a
 * later one. Undefined when another key is stored, and no token of its yet.
 * @throws TicketstubError when nothing is stored any more, or the store fails.
 */
export async function lookInStore(work: RenewalWork, held: Held): Promise<Held | undefined> {
  const found = await find(work);
  const stored = usableIn(found, undefined, clockOf(work));
  if (found.credential.kid !== held.kid) return stored;
  return stored && stored.issuedAt > held.issuedAt ? stored : held;
}

/** Whether a turn at plex.tv was made use of, and until when an exchange may begin that ends before the lease does. */
interface Turn {
  readonly turn: { isUsed: boolean; readonly until: number };
}

/** Whoever had the lease before may have renewed, and somebody who needs no lease may sign in meanwhile: the store decides. */
async function renewAlone(work: RenewalWork & Turn, refused: string | undefined): Promise<Held | undefined> {
  const clock = clockOf(work);
  for (;;) {
    const found = await find(work);
    const usable = usableIn(found, refused, clock);
    if (usable) return usable;
    const { scope, kid } = found.credential;
    try {
      const key = await keyOf(work.key, found.credential);
      const since = clock.now();
      if (since > work.turn.until) return undefined;
      const timeout = Math.min(settingsOf(work.core).options.timeout ?? PATIENCE, PATIENCE);
      work.turn.isUsed = true;
      const exchange = issueToken(work.core, { key, scope }, { timeout });
      const { accessToken: token, expiresAt } = await heard(work.governor, exchange);
      const held = { kid, token, issuedAt: since, expiresAt };
      if (await keep(work, found, held)) return held;
    } catch (error) {
      if (!isEnd(error)) throw error;
      if (await end(work, found, clock.now())) throw signInAgain(work.name, error);
    }
  }
}

/** Stores a token before anybody gets it. False when the credential is another by now: then the token is not its. */
async function keep(work: RenewalWork, { credential, version }: Found, held: Held): Promise<boolean> {
  try {
    await work.store.write(work.name, { ...credential, ...held }, { ifVersion: version });
    return true;
  } catch (error) {
    if (isConflict(error)) return keepAgain(work, held);
    work.onStoreError(error);
    return true;
  }
}

async function keepAgain(work: RenewalWork, held: Held): Promise<boolean> {
  try {
    const now = await find(work);
    return now.credential.kid === held.kid && (await keep(work, now, held));
  } catch (error) {
    if (error instanceof TicketstubError && error.operation === 'tokenSource') throw error;
    work.onStoreError(error);
    return true;
  }
}

/** Writes down that it is over, and says so. False when the credential is another by now. */
async function end(work: RenewalWork, { credential, version }: Found, endedAt: number): Promise<boolean> {
  const ended = { ...credential, token: undefined, issuedAt: undefined, expiresAt: undefined, endedAt };
  try {
    await work.store.write(work.name, ended, { ifVersion: version });
  } catch (error) {
    if (isConflict(error)) return false;
    work.unwritten.add(version);
    work.onStoreError(error);
  }
  work.onSignInAgain();
  return true;
}

async function find({ store, name, core, unwritten }: RenewalWork): Promise<Found> {
  const stored = await store.read(name);
  const operation = 'tokenSource';
  if (!stored) throw new TicketstubError({ operation, code: 'CREDENTIAL_MISSING', message: 'nothing is stored' });
  const credential = deviceKeyCredential(stored.credential);
  if (credential.clientID !== settingsOf(core).options.clientID)
    throw new TicketstubError({
      operation,
      code: 'CREDENTIAL_MISSING',
      message: 'another client identifier’s is stored',
    });
  if (credential.endedAt !== undefined || unwritten.has(stored.version)) throw signInAgain(name);
  return { credential, version: stored.version };
}

function usableIn({ credential }: Found, refused: string | undefined, clock: Clock): Held | undefined {
  const { kid, token, expiresAt = 0, issuedAt = 0 } = credential;
  return token && token !== refused && clock.now() < expiresAt - SKEW ? { kid, token, issuedAt, expiresAt } : undefined;
}

/**
 * The key of a credential: the one at hand, or the one that is stored with it.
 * @throws CredentialStoreError with the code `STORE_DAMAGED` when it is neither.
 */
export async function keyOf(
  key: DeviceKey | undefined,
  { jwk: stored, kid }: Pick<DeviceKeyCredential, 'jwk' | 'kid'>,
): Promise<DeviceKey> {
  if (key?.kid === kid) return key;
  try {
    const { jwk } = demandPrivateJwk(stored);
    const found = await deviceKeyFrom(jwk, { kid, extractable: false });
    if (found) return found;
  } catch {
    // It is said below, without a word of what is stored.
  }
  throw new CredentialStoreError('read', 'STORE_DAMAGED');
}

/** Plex knows the key no more. A 401 without that word is a proxy's, or a limit's, and says nothing about the key. */
function isEnd(error: unknown): error is SDKError {
  return error instanceof SDKError && error.code === 'KEY_UNKNOWN';
}

function signInAgain(name: string, cause?: Error): SignInAgainError {
  return new SignInAgainError(name, { operation: 'tokenSource', message: 'Plex knows the key no more', cause });
}

function clockOf({ core }: RenewalWork): Clock {
  return settingsOf(core).options.clock ?? systemClock;
}
