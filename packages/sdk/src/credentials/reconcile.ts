import { coreWith, type PlexCore, settingsOf } from '../core.js';
import { SignInAgainError } from '../sign-in-errors.js';
import type { RateGovernor, Urgency } from '../flows/governor.js';
import { renewIfFree } from '../flows/renewal.js';
import { type CredentialStore, writeIf } from '../stores/credential-store.js';
import { systemClock } from '../transport/wait.js';
import { isDead } from './asking.js';
import { partName, readParts, type StoredParts, withoutToken } from './records.js';
import { isFirstToTell, isSignInOver, ownHomeTokens } from './sign-in-again.js';

/** What a person's credentials are looked through with. */
export interface ReconcileWork {
  readonly core: PlexCore;
  readonly store: CredentialStore;
  readonly governor: RateGovernor;
  readonly urgency: Urgency;
  /** Told of what failed: then nobody knows, and nobody is told to sign in. */
  readonly onError: (error: unknown) => void;
}

/**
 * Sees what is left of a person's credentials once one of them has ended, for what ended it may have ended them all: a breach,
 * a new password. True for the one of all processes that is to tell the person to sign in again.
 */
export async function reconcile(work: ReconcileWork, person: string): Promise<boolean> {
  const { core, store, onError } = work;
  const { clientID = '' } = settingsOf(core).options;
  try {
    const { account, key } = await readParts(store, person);
    if (account && account.credential.endedAt === undefined) await checkAccount(work, person, account);
    if (key && key.credential.endedAt === undefined && key.credential.jwk) await checkKey(work, person, key);
    await checkHome(work, person);
    return await isFirstToTell(store, person, clientID);
  } catch (error) {
    onError(error);
    return false;
  }
}

async function checkAccount(
  { core, governor, store, urgency }: ReconcileWork,
  person: string,
  { credential, version }: NonNullable<StoredParts['account']>,
): Promise<void> {
  const { clientID, token } = credential;
  const device = coreWith(core, { clientID, accessToken: token });
  if (!(await isDead({ core, governor }, { core: device, urgency }))) return;
  const { clock = systemClock } = settingsOf(core).options;
  const ended = { ...credential, endedAt: clock.now() };
  // Where another is there by now, somebody has found out too, or the person has signed in.
  await writeIf(store, partName(person, 'account'), { credential: ended, ifVersion: version });
}

/** Once nothing else is left, sees whether the tokens of switches to oneself are. */
async function checkHome({ core, governor, store, urgency }: ReconcileWork, person: string): Promise<void> {
  for (;;) {
    const parts = await readParts(store, person);
    const [last] = ownHomeTokens(parts);
    if (!parts.session || !last || !isSignInOver(parts)) return;
    const device = coreWith(core, { clientID: last.clientID, accessToken: last.token });
    if (!(await isDead({ core, governor }, { core: device, urgency }))) return;
    const { credential, version } = parts.session;
    const without = withoutToken(credential, last.token);
    await writeIf(store, partName(person, 'session'), { credential: without, ifVersion: version });
  }
}

async function checkKey(
  { core, store, governor, urgency, onError }: ReconcileWork,
  person: string,
  { credential }: NonNullable<StoredParts['key']>,
): Promise<void> {
  const device = coreWith(core, { clientID: credential.clientID, accessToken: undefined });
  const name = partName(person, 'key');
  const nobody = (): void => {};
  const work = { core: device, store, name, key: undefined, governor, unwritten: new Set<string>() };
  try {
    await renewIfFree({ ...work, onSignInAgain: nobody, onStoreError: onError }, credential.token, { urgency });
  } catch (error) {
    if (!(error instanceof SignInAgainError)) throw error;
  }
}
