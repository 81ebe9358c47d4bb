import { errors, type PersonCredentials, type PlexAPI, type PlexDevice } from '@ticketstub/sdk';
import { discardVault, isVaultLost } from './credentials/vault.js';
import { failureOf } from './explain-error.js';
import { Failure, notSignedIn } from './failure.js';
import type { Run } from './run.js';
import { clearAway, openSession } from './session.js';
import type { Settings } from './settings.js';

/** What became of a sign-out. */
export interface SignedOut {
  /** How many devices plex.tv was told to sign out. */
  readonly devices: number;
  /** Whether plex.tv could not be told because what was kept is damaged. */
  readonly isUntold: boolean;
}

/**
 * Signs out at plex.tv this device, or all of the account but its servers, and forgets what is kept. What is damaged is cleared
 * away, although plex.tv cannot be told then.
 * @throws Failure when nobody is signed in, or plex.tv could not be asked: then what is kept stays.
 */
export async function signOut(run: Run, { everywhere }: { readonly everywhere: boolean }): Promise<SignedOut> {
  try {
    const { plex, credentials } = await openSession(run, { tellsOrigin: true });
    if (!credentials) throw tokenInEnvironment();
    const work = signOutDevices(plex, credentials, { everywhere, signal: run.context.signal });
    const devices = await told(work, run.settings);
    await credentials.forget();
    return { devices, isUntold: false };
  } catch (error) {
    if (run.context.signal.aborted || !isDamage(error)) throw error;
    await clearAway(run);
    return { devices: 0, isUntold: true };
  }
}

/**
 * Forgets what is kept under the profile, and tells plex.tv nothing. It takes no key; what nobody can open any more goes as a
 * whole.
 * @throws Failure when nothing is kept.
 */
export async function forgetHere(run: Run): Promise<void> {
  const { settings, context } = run;
  if (settings.token !== undefined) throw tokenInEnvironment();
  if (await isVaultLost(context)) await discardVault(context);
  else if (!(await clearAway(run))) throw notSignedIn(settings.profile);
}

interface SignOutInput {
  readonly everywhere: boolean;
  readonly signal: AbortSignal;
}

/** Signs devices out, the one that asks last, and says how many there were. A sign-in that is over has none. */
async function signOutDevices(
  plex: PlexAPI,
  credentials: PersonCredentials,
  { everywhere, signal }: SignOutInput,
): Promise<number> {
  const { tokens } = await credentials.explain();
  const own = new Set(tokens.flatMap(({ kind, clientID }) => (OWN.has(kind) ? [clientID] : [])));
  try {
    const { clientID: asker, accessToken } = await credentials.for('plex.tv', { signal });
    const asking = plex.withToken(accessToken);
    const devices = (await asking.devices.list({ signal })).filter(({ provides }) => !provides.includes('server'));
    const isOurs = ({ clientIdentifier }: PlexDevice): boolean => own.has(clientIdentifier ?? '');
    const chosen = devices.filter((device) => everywhere || isOurs(device));
    const others = chosen.filter(({ clientIdentifier }) => clientIdentifier !== asker);
    for (const device of others) await asking.devices.remove(device, {}, { signal });
    await asking.account.signOut({ signal });
    return others.length + 1;
  } catch (error) {
    const isOver = error instanceof errors.TicketstubError && error.code === 'SIGN_IN_AGAIN';
    if (isOver) return 0;
    throw error;
  }
}

/** The tokens that a sign-in made a device for. */
const OWN: ReadonlySet<string> = new Set(['account', 'jwt', 'home']);

/** @throws Failure when plex.tv could not be told: whoever wants to be rid of what is kept all the same can be. */
async function told<Answer>(work: Promise<Answer>, settings: Settings): Promise<Answer> {
  try {
    return await work;
  } catch (error) {
    if (isDamage(error)) throw error;
    const { code, message, next, exitCode } = failureOf(error, settings);
    throw new Failure({
      code,
      message: `you are still signed in: ${message}`,
      next: `${next}; or only forget what is kept here: ticketstub logout --keep-device`,
      exitCode,
      cause: error,
    });
  }
}

/** Whether a stored credential cannot be read, nor ever will be. */
function isDamage(error: unknown): boolean {
  return ['STORE_DAMAGED', 'STORE_KEY_MISSING'].includes(failureOf(error).code);
}

function tokenInEnvironment(): Failure {
  return new Failure({
    code: 'TOKEN_IN_ENVIRONMENT',
    message: 'the token is that of PLEX_TOKEN: it is not kept here',
    next: 'unset PLEX_TOKEN, then ticketstub logout',
  });
}
